import { DOLL } from '../doll/slots'
import { isRecord } from '../live/player'

/** Tiers of cantrips, weakest first. */
export const TIERS = ['feeble', 'minor', 'moderate', 'major', 'epic', 'legendary'] as const
export type Tier = (typeof TIERS)[number]

export const SET_MODES = ['prefer', 'require', 'strict'] as const
export type SetMode = (typeof SET_MODES)[number]

export const REDUCTIONS = ['none', 'retail', 'ace'] as const
export type Reduction = (typeof REDUCTIONS)[number]

/** The slots that a suit can fill, in the server's order, and those filled unless others are asked for. */
export const SLOTS: readonly string[] = [
  ...['head', 'chest', 'abdomen', 'upper_arms', 'lower_arms', 'hands', 'upper_legs', 'lower_legs', 'feet'],
  ...['shirt', 'pants', 'neck', 'wrist_left', 'wrist_right', 'finger_left', 'finger_right', 'trinket'],
  ...['cloak', 'sigil_blue', 'sigil_yellow', 'sigil_red', 'shield'],
]
export const USUAL_SLOTS = SLOTS.slice(0, 17)
/** The cells of the doll that a suit can fill. */
export const SUIT_CELLS = DOLL.filter(cell => SLOTS.includes(cell.id))

/** What suits can be judged by, in the usual order; the first eight are it where nothing else is asked. */
export const CRITERIA = [
  ...([
    'cantrips',
    'set_pieces',
    'crit_damage_rating',
    'damage_rating',
    'total_rating',
    'armor_level',
  ] as const),
  ...(['fewest_owners', 'fewest_reductions', 'damage_resist_rating', 'crit_rating'] as const),
  ...(['crit_resist_rating', 'crit_damage_resist_rating', 'heal_boost_rating', 'vitality_rating'] as const),
] as const
export type Criterion = (typeof CRITERIA)[number]
export const USUAL_AIMS: readonly Criterion[] = CRITERIA.slice(0, 8)

/** What a minimum can be asked of. */
export const MINIMA = [
  ...([
    'armor_level',
    'crit_damage_rating',
    'damage_rating',
    'total_rating',
    'damage_resist_rating',
  ] as const),
  ...(['crit_rating', 'crit_resist_rating', 'crit_damage_resist_rating', 'heal_boost_rating'] as const),
  'vitality_rating' as const,
] as const
export type Minimum = (typeof MINIMA)[number]

export const CLASSIC = 'classic'

export const USUAL = { primaryCount: 5, secondaryCount: 4, top: 10, timeLimitMs: 30_000 }
/** What the server takes. */
export const BOUNDS = {
  count: [1, 9],
  weight: [1, 1000],
  minimum: [0, 1_000_000],
  top: [1, 100],
  timeLimitMs: [100, 600_000],
} as const

export interface Wanted {
  name: string
  tier: Tier
  /** 1 to 1000; what it counts for among the others. */
  weight: number
  required: boolean
}

export interface WantedSet {
  /** 0: none. */
  id: number
  /** 1 to 9 pieces. */
  count: number
}

export interface Locked {
  character: string
  itemId: number
  /** Where; '': wherever it fits. */
  slot: string
}

export interface Excluded {
  /** '': whoever holds it. */
  character: string
  itemId: number
}

/** What somebody wishes of a suit: the server's request, with everything that it may leave out filled in. */
export interface Wish {
  cantrips: readonly Wanted[]
  primary: WantedSet
  secondary: WantedSet
  setMode: SetMode
  /** Who is to wear it; '': nobody in particular. */
  target: string
  /** Who may give; null: everybody. */
  characters: readonly string[] | null
  equipped: boolean
  inventory: boolean
  slots: readonly string[]
  min: Readonly<Partial<Record<Minimum, number>>>
  reduction: Reduction
  /** The order of the aims, or the old service's score by itself. */
  objective: readonly Criterion[] | typeof CLASSIC
  top: number
  timeLimitMs: number
  locked: readonly Locked[]
  excluded: readonly Excluded[]
  /** How much crit damage a piece of armor may have: 0, 1, 2 and more. */
  allowedCrit: readonly number[]
  clothingMin: number
}

export const EMPTY_WISH: Wish = {
  cantrips: [],
  primary: { id: 0, count: USUAL.primaryCount },
  secondary: { id: 0, count: USUAL.secondaryCount },
  setMode: 'prefer',
  target: '',
  characters: null,
  equipped: true,
  inventory: true,
  slots: USUAL_SLOTS,
  min: {},
  reduction: 'retail',
  objective: USUAL_AIMS,
  top: USUAL.top,
  timeLimitMs: USUAL.timeLimitMs,
  locked: [],
  excluded: [],
  allowedCrit: [0, 1, 2],
  clothingMin: 0,
}

/** The aims in their order; the old service's score counts as one. */
export function aims(wish: Wish): readonly string[] {
  return wish.objective === CLASSIC ? [CLASSIC] : wish.objective
}

export function wantedOf(wish: Wish, name: string): Wanted | undefined {
  return wish.cantrips.find(each => each.name === name)
}

/** Sets the least tier of a cantrip; the same one again, or null, takes it out of the wish. */
export function setTier(wish: Wish, name: string, tier: Tier | null): Wish {
  const had = wantedOf(wish, name)
  if (tier === null || had?.tier === tier) {
    return { ...wish, cantrips: wish.cantrips.filter(each => each.name !== name) }
  }
  if (had) return changeWanted(wish, name, { tier })
  return { ...wish, cantrips: [...wish.cantrips, { name, tier, weight: 1, required: false }] }
}

export function changeWanted(wish: Wish, name: string, part: Partial<Wanted>): Wish {
  return { ...wish, cantrips: wish.cantrips.map(each => (each.name === name ? { ...each, ...part } : each)) }
}

/** What is locked in a slot; what may go anywhere is in none. */
export function lockedIn(wish: Wish, slot: string): Locked | undefined {
  return wish.locked.find(each => each.slot === slot)
}

export function letGo(wish: Wish, itemId: number): Wish {
  return { ...wish, locked: wish.locked.filter(each => each.itemId !== itemId) }
}

export function isLocked(wish: Wish, item: { character: string; itemId: number }): boolean {
  return wish.locked.some(each => each.itemId === item.itemId && each.character === item.character)
}

/** Locks a piece where it is worn, or lets it go again. Whatever was locked in that slot makes room. */
export function toggleLock(wish: Wish, piece: Locked): Wish {
  const others = wish.locked.filter(each => each.itemId !== piece.itemId)
  if (isLocked(wish, piece)) return { ...wish, locked: others }
  return {
    ...wish,
    locked: [...others.filter(each => each.slot !== piece.slot || each.slot === ''), piece],
    excluded: wish.excluded.filter(each => each.itemId !== piece.itemId),
  }
}

export function exclude(wish: Wish, item: Excluded): Wish {
  return {
    ...wish,
    locked: wish.locked.filter(each => each.itemId !== item.itemId),
    excluded: [
      ...wish.excluded.filter(each => each.itemId !== item.itemId || each.character !== item.character),
      item,
    ],
  }
}

/** Asks for a slot, or no longer. A piece locked there goes with it. */
export function toggleSlot(wish: Wish, slot: string): Wish {
  const asked = wish.slots.includes(slot)
  const slots = SLOTS.filter(each => (each === slot ? !asked : wish.slots.includes(each)))
  return { ...wish, slots, locked: asked ? wish.locked.filter(each => each.slot !== slot) : wish.locked }
}

/** The whole weight of the wanted cantrips: what the first aim can reach at most. */
export function wholeWeight(wish: Wish): number {
  return wish.cantrips.reduce((sum, each) => sum + each.weight, 0)
}

export function sameWish(a: Wish, b: Wish): boolean {
  return JSON.stringify(canonical(a)) === JSON.stringify(canonical(b))
}

/** With its parts in a fixed order, so that equal wishes are equal texts. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical)
  if (!isRecord(value)) return value
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map(key => [key, canonical(value[key])]),
  )
}

/** Why this wish cannot be searched for, by the member of the request at fault ('': the whole); null: it can. */
export function faultOf(wish: Wish): { field: string; reason: keyof typeof FAULTS } | null {
  return (
    Object.entries(FAULTS).flatMap(([reason, [field, holds]]) =>
      holds(wish) ? [{ field, reason: reason as keyof typeof FAULTS }] : [],
    )[0] ?? null
  )
}

const FAULTS = {
  // That is wrong of the wish as a whole, and of none of its members.
  nothing: ['', (wish: Wish) => wish.cantrips.length === 0 && wish.primary.id === 0 && usualAims(wish)],
  nobody: ['characters', (wish: Wish) => wish.characters?.length === 0],
  neither: ['include_inventory', (wish: Wish) => !wish.equipped && !wish.inventory],
  noSlot: ['slots', (wish: Wish) => wish.slots.length === 0],
  sameSet: ['secondary_set', (wish: Wish) => wish.primary.id !== 0 && wish.primary.id === wish.secondary.id],
  noAim: ['objective', (wish: Wish) => wish.objective.length === 0],
  noCrit: ['allowed_crit_damage', (wish: Wish) => wish.allowedCrit.length === 0],
} satisfies Record<string, [string, (wish: Wish) => boolean]>
export type WishFault = keyof typeof FAULTS

export function usualAims(wish: Wish): boolean {
  return wish.objective !== CLASSIC && wish.objective.join() === USUAL_AIMS.join()
}
