import { isRecord, readNumber, readText } from '../live/player'
import {
  BOUNDS,
  CLASSIC,
  CRITERIA,
  EMPTY_WISH,
  MINIMA,
  REDUCTIONS,
  SET_MODES,
  SLOTS,
  TIERS,
  USUAL,
  USUAL_AIMS,
  USUAL_SLOTS,
  usualAims,
  type Wanted,
  type WantedSet,
  type Wish,
} from './wish'

/** The body of a search: only what differs from what the server takes anyway. */
export function writeRequest(wish: Wish): Record<string, unknown> {
  return dropAbsent({
    characters: wish.characters ?? undefined,
    target: wish.target || undefined,
    include_equipped: wish.equipped ? undefined : false,
    include_inventory: wish.inventory ? undefined : false,
    slots: wish.slots.join() === USUAL_SLOTS.join() ? undefined : wish.slots,
    primary_set: wish.primary.id || undefined,
    primary_count: countOf(wish.primary, USUAL.primaryCount),
    secondary_set: wish.secondary.id || undefined,
    secondary_count: countOf(wish.secondary, USUAL.secondaryCount),
    set_mode: wish.setMode === 'prefer' ? undefined : wish.setMode,
    cantrips: filled(wish.cantrips.map(writeWanted)),
    locked: filled(
      wish.locked.map(({ character, itemId, slot }) =>
        dropAbsent({ character, item_id: itemId, slot: slot || undefined }),
      ),
    ),
    excluded: filled(
      wish.excluded.map(({ character, itemId }) =>
        dropAbsent({ character: character || undefined, item_id: itemId }),
      ),
    ),
    min: Object.keys(wish.min).length > 0 ? wish.min : undefined,
    reduction: wish.reduction === 'retail' ? undefined : wish.reduction,
    objective: usualAims(wish) ? undefined : wish.objective,
    top: wish.top === USUAL.top ? undefined : wish.top,
    time_limit_ms: wish.timeLimitMs === USUAL.timeLimitMs ? undefined : wish.timeLimitMs,
    allowed_crit_damage: wish.allowedCrit.length === 3 ? undefined : wish.allowedCrit,
    clothing_min_damage_rating: wish.clothingMin || undefined,
  })
}

function writeWanted({ name, tier, weight, required }: Wanted): Record<string, unknown> {
  return dropAbsent({
    name,
    tier,
    weight: weight === 1 ? undefined : weight,
    required: required ? true : undefined,
  })
}

function countOf(set: WantedSet, usual: number): number | undefined {
  return set.id === 0 || set.count === usual ? undefined : set.count
}

/** Families of cantrips by the game's number, as old requests name them. */
export type Families = (family: number) => string | null

/**
 * Reads a request, of this page or somebody else's. What cannot be read is left out and told, so that a wish
 * with one odd member is not lost as a whole.
 */
export function readRequest(body: unknown, family: Families = () => null): { wish: Wish; odd: string[] } {
  const odd: string[] = []
  if (!isRecord(body)) return { wish: EMPTY_WISH, odd: [''] }
  const read = new Reader(body, odd)
  const wish: Wish = {
    cantrips: unique(
      read.list('cantrips', each => readWanted(each, family)),
      each => each.name,
    ),
    primary: read.set('primary', USUAL.primaryCount),
    secondary: read.set('secondary', USUAL.secondaryCount),
    setMode: read.oneOf('set_mode', SET_MODES, EMPTY_WISH.setMode),
    target: read.text('target'),
    characters: body.characters === undefined ? null : orNull(unique(read.list('characters', readText))),
    equipped: read.flag('include_equipped'),
    inventory: read.flag('include_inventory'),
    slots: read.slots(),
    min: read.minima(),
    reduction: read.oneOf('reduction', REDUCTIONS, EMPTY_WISH.reduction),
    objective: read.objective(),
    top: read.bounded('top', BOUNDS.top, USUAL.top),
    timeLimitMs: read.bounded('time_limit_ms', BOUNDS.timeLimitMs, USUAL.timeLimitMs),
    locked: unique(read.list('locked', readLocked), each => each.itemId),
    excluded: read.list('excluded', readExcluded),
    allowedCrit: read.allowedCrit(),
    clothingMin: read.bounded('clothing_min_damage_rating', BOUNDS.minimum, 0),
  }
  for (const key of Object.keys(body)) if (!KNOWN.has(key)) odd.push(key)
  return { wish, odd }
}

const KNOWN = new Set([
  ...['characters', 'target', 'include_equipped', 'include_inventory', 'slots', 'primary_set'],
  ...['primary_count', 'secondary_set', 'secondary_count', 'set_mode', 'cantrips', 'locked', 'excluded'],
  ...['min', 'reduction', 'objective', 'top', 'time_limit_ms', 'allowed_crit_damage'],
  'clothing_min_damage_rating',
])

class Reader {
  constructor(
    private readonly body: Record<string, unknown>,
    private readonly odd: string[],
  ) {}

  list<T>(key: string, one: (value: unknown) => T | null): T[] {
    const value = this.body[key]
    if (value === undefined || value === null) return []
    if (!Array.isArray(value)) {
      this.odd.push(key)
      return []
    }
    return value.flatMap((each, index) => {
      const item = one(each)
      if (item === null) this.odd.push(`${key}.${index}`)
      return item === null ? [] : [item]
    })
  }

  whole(key: string, otherwise: number): number {
    return this.bounded(key, [0, 2 ** 31 - 1], otherwise)
  }

  set(which: string, usual: number): WantedSet {
    const id = this.whole(`${which}_set`, 0)
    // A count without a set says nothing.
    return { id, count: id === 0 ? usual : this.bounded(`${which}_count`, BOUNDS.count, usual) }
  }

  bounded(key: string, [least, most]: readonly [number, number], otherwise: number): number {
    const value = this.body[key]
    if (value === undefined || value === null) return otherwise
    const number = readNumber(value)
    if (number !== null && Number.isInteger(number) && number >= least && number <= most) return number
    this.odd.push(key)
    return otherwise
  }

  oneOf<T extends string>(key: string, all: readonly T[], otherwise: T): T {
    const value = this.body[key]
    if (value === undefined || value === null || value === '') return otherwise
    const found = all.find(each => each === value)
    if (found === undefined) this.odd.push(key)
    return found ?? otherwise
  }

  text(key: string): string {
    return readText(this.body[key]) ?? ''
  }

  flag(key: string): boolean {
    return this.body[key] !== false
  }

  slots(): readonly string[] {
    const asked = this.list('slots', value => SLOTS.find(slot => slot === value) ?? null)
    return asked.length === 0 ? USUAL_SLOTS : SLOTS.filter(slot => asked.includes(slot))
  }

  minima(): Wish['min'] {
    const value = this.body.min
    if (!isRecord(value)) return {}
    const entries = Object.entries(value).flatMap(([key, least]): [string, number][] => {
      const number = readNumber(least)
      const taken = number !== null && Number.isInteger(number) && number >= 0 && number <= BOUNDS.minimum[1]
      if (!taken || !MINIMA.some(each => each === key)) this.odd.push(`min.${key}`)
      else if (number > 0) return [[key, number]]
      return []
    })
    return Object.fromEntries(entries)
  }

  objective(): Wish['objective'] {
    const value = this.body.objective
    if (value === CLASSIC || (Array.isArray(value) && value.length === 1 && value[0] === CLASSIC))
      return CLASSIC
    const list = unique(this.list('objective', each => CRITERIA.find(one => one === each) ?? null))
    return list.length === 0 ? USUAL_AIMS : list
  }

  allowedCrit(): readonly number[] {
    const list = this.list('allowed_crit_damage', each => [0, 1, 2].find(one => one === each) ?? null)
    return list.length === 0 ? [0, 1, 2] : [0, 1, 2].filter(each => list.includes(each))
  }
}

function readWanted(value: unknown, family: Families): Wanted | null {
  if (!isRecord(value)) return null
  const number = readNumber(value.family)
  const name = readText(value.name) ?? (number === null ? null : family(number))
  const tier = TIERS.find(each => each === readText(value.tier)?.toLowerCase())
  const weight = readNumber(value.weight) ?? 1
  const [least, most] = BOUNDS.weight
  if (!name || !tier || !Number.isInteger(weight) || weight < least || weight > most) return null
  return { name, tier, weight, required: value.required === true }
}

function readLocked(value: unknown): Wish['locked'][number] | null {
  if (!isRecord(value)) return null
  const itemId = readNumber(value.item_id)
  const character = readText(value.character)
  if (itemId === null || character === null) return null
  return { character, itemId, slot: SLOTS.find(slot => slot === value.slot) ?? '' }
}

function readExcluded(value: unknown): Wish['excluded'][number] | null {
  if (!isRecord(value)) return null
  const itemId = readNumber(value.item_id)
  return itemId === null ? null : { character: readText(value.character) ?? '', itemId }
}

function orNull<T>(list: T[]): T[] | null {
  return list.length === 0 ? null : list
}

function filled<T>(list: T[]): T[] | undefined {
  return list.length === 0 ? undefined : list
}

function unique<T>(list: T[], key: (item: T) => unknown = item => item): T[] {
  const seen = new Set()
  return list.filter(item => !seen.has(key(item)) && seen.add(key(item)))
}

function dropAbsent(value: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined))
}
