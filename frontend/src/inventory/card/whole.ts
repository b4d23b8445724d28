import { isRecord, readNumber, readText } from '../../live/player'
import { figure, type Item, readItem, readTexts } from '../item'

/** What the game's tables know of a spell. */
export interface SpellDetail {
  id: number
  /** 1 to 8; 0: it has none. */
  level: number
  effect: string
  amount: number
  /** Whether the amount is a factor, else it is added. */
  factor: boolean
}

/** An item with everything that is known of it. */
export interface WholeItem extends Item {
  details: Map<number, SpellDetail>
  /** Parts of a query that find items like this one. */
  like: string[]
  /** As the plugin sent it. */
  raw: unknown
}

export function readWhole(body: unknown): WholeItem | null {
  const item = readItem(body)
  if (!item || !isRecord(body)) return null
  const details = (Array.isArray(body.spell_details) ? body.spell_details : []).flatMap(readDetail)
  const { raw: _raw, spell_details: _details, like: _like, ...columns } = item.columns
  return {
    ...item,
    columns,
    details: new Map(details.map(detail => [detail.id, detail])),
    like: readTexts(body.like),
    raw: body.raw,
  }
}

function readDetail(detail: unknown): SpellDetail[] {
  if (!isRecord(detail)) return []
  const id = readNumber(detail.id)
  if (id === null) return []
  return [
    {
      id,
      level: readNumber(detail.level) ?? 0,
      effect: readText(detail.effect) ?? '',
      amount: readNumber(detail.amount) ?? 0,
      factor: detail.factor === true,
    },
  ]
}

/** What one piece gives more, or less, than another. */
export interface Gain {
  armor: number
  rating: number
  legendaries: number
  damage: number
  cantrips: { line: string; from: string | null; to: string | null }[]
}

export function readGain(gain: unknown): Gain {
  const of = isRecord(gain) ? gain : {}
  const cantrips = (Array.isArray(of.cantrips) ? of.cantrips : []).flatMap(change => {
    const line = isRecord(change) ? readText(change.line) : null
    return isRecord(change) && line ? [{ line, from: readText(change.from), to: readText(change.to) }] : []
  })
  return {
    armor: readNumber(of.base_armor_level) ?? 0,
    rating: readNumber(of.total_rating) ?? 0,
    legendaries: readNumber(of.legendaries) ?? 0,
    damage: readNumber(of.max_damage) ?? 0,
    cantrips,
  }
}

/** Who would gain from an item. */
export interface Benefit {
  character: string
  slot: string
  /** What it would take the place of; null: nothing. */
  replaces: Item | null
  gain: Gain
}

export function readBenefits(body: unknown): Benefit[] {
  const list = isRecord(body) && Array.isArray(body.benefits) ? body.benefits : []
  return list.flatMap((each): Benefit[] => {
    if (!isRecord(each)) return []
    const [character, slot] = [readText(each.character_name), readText(each.slot)]
    if (!character || !slot) return []
    return [{ character, slot, replaces: readItem(each.replaces), gain: readGain(each.gain) }]
  })
}

/** The game's tables of names, by what they name. */
export type Names = Map<string, Map<number, string>>

export function readNames(body: unknown): Names {
  const tables = isRecord(body) && isRecord(body.enums) ? body.enums : {}
  return new Map(
    Object.entries(tables).map(([kind, rows]) => [
      kind,
      new Map(
        (Array.isArray(rows) ? rows : []).flatMap((row): [number, string][] => {
          const [id, name] = isRecord(row) ? [readNumber(row.id), readText(row.name)] : [null, null]
          return id !== null && name !== null ? [[id, name]] : []
        }),
      ),
    ]),
  )
}

/** What a requirement is of: a skill, an attribute, a vital, or the level. */
const REQUIRED: Record<number, string> = {
  1: 'skill',
  2: 'skill',
  3: 'attribute',
  4: 'attribute',
  5: 'vital',
  6: 'vital',
}
const LEVEL = 7
const TRAINED = 8

/** What somebody needs to wield it, in words: "level 180", "Missile Defense 250". */
export function needsOf(item: Item, names: Names | null, words: NeedWords): string[] {
  const needs: string[] = []
  for (const n of [1, 2, 3, 4]) {
    const kind = figure(item, `wield_requirement_${n}`)
    const value = figure(item, `wield_value_${n}`)
    const of = figure(item, `wield_skill_${n}`)
    if (kind === null || value === null || kind === 0) continue
    if (kind === LEVEL) needs.push(words.level(value))
    else if (kind === TRAINED && of !== null) needs.push(words.trained(nameOf(names, 'skill', of)))
    else if (REQUIRED[kind] && of !== null) needs.push(`${nameOf(names, REQUIRED[kind], of)} ${value}`)
  }
  const lore = figure(item, 'lore_requirement')
  if (lore !== null) needs.push(words.lore(lore))
  return needs
}

export interface NeedWords {
  level: (value: number) => string
  trained: (skill: string) => string
  lore: (value: number) => string
}

export function nameOf(names: Names | null, kind: string, id: number): string {
  return names?.get(kind)?.get(id) ?? `#${id}`
}

/** The names of the bits of a mask. */
export function namesOfBits(names: Names | null, kind: string, mask: number): string[] {
  const found: string[] = []
  // The game's masks have 32 bits, the highest of which is not a sign.
  for (let bit = 0; bit < 32; bit++) {
    const value = 2 ** bit
    if (Math.floor(mask / value) % 2 === 1) found.push(nameOf(names, kind, value))
  }
  return found
}

/** What a spell does, short: "+35", "−25 %", "×1.5". */
export function strengthOf({ amount, factor }: SpellDetail): string {
  if (amount === 0) return ''
  const sign = (value: number) => (value > 0 ? '+' : '−')
  if (factor) {
    const percent = Math.round((amount - 1) * 100)
    return percent === 0 ? '' : `${sign(percent)}${Math.abs(percent)} %`
  }
  // Small amounts are shares: a defense of 0.2 is shown to players as 20 %.
  const share = Math.abs(amount) < 1
  const value = share ? Math.round(Math.abs(amount) * 100) : Math.abs(amount)
  return `${sign(amount)}${value.toLocaleString('en-US')}${share ? ' %' : ''}`
}
