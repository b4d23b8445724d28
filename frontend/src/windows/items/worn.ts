import { cantripsOf, figure, type Item, TIERS, type Tier } from '../../inventory/item'

/** Bits of where an item is worn, and the cell that each is, but for clothing. */
const CELLS: readonly (readonly [number, string])[] = [
  [0x1, 'head'],
  [0x200, 'chest'],
  [0x400, 'abdomen'],
  [0x800, 'upper_arms'],
  [0x1000, 'lower_arms'],
  [0x20, 'hands'],
  [0x2000, 'upper_legs'],
  [0x4000, 'lower_legs'],
  [0x100, 'feet'],
  [0x8000, 'neck'],
  [0x10000, 'wrist_left'],
  [0x20000, 'wrist_right'],
  [0x40000, 'finger_left'],
  [0x80000, 'finger_right'],
  [0x4000000, 'trinket'],
  [0x8000000, 'cloak'],
  [0x10000000, 'sigil_blue'],
  [0x20000000, 'sigil_yellow'],
  [0x40000000, 'sigil_red'],
  [0x100000, 'weapon'],
  [0x400000, 'weapon'],
  [0x1000000, 'weapon'],
  [0x2000000, 'weapon'],
  [0x800000, 'ammunition'],
]
const SHIELD = 0x200000
// Of armor the bits of the layer below say nothing.
const ARMOR = 0x7f21
const PANTS = 0xc0
const SHIRT = 0x1a
const BELT = 0x4

/** The cells of the doll in which an item shows. */
export function cellsOf(item: Item): string[] {
  const mask = figure(item, 'current_wielded_location') ?? 0
  const cells = new Set(CELLS.filter(([bit]) => mask & bit).map(([, cell]) => cell))
  // A weapon in the other hand is where else a shield would be.
  if (mask & SHIELD) cells.add(item.kind === 'melee' ? 'second_hand' : 'shield')
  if ((mask & ARMOR) === 0) {
    if (mask & PANTS || (mask & (SHIRT | PANTS | BELT)) === BELT) cells.add('pants')
    if (mask & SHIRT) cells.add('shirt')
  }
  return [...cells]
}

/** What is worn, by cell; a piece that covers several is in each. */
export function wornByCell(items: readonly Item[]): Map<string, Item> {
  const worn = new Map<string, Item>()
  for (const item of items) {
    for (const cell of cellsOf(item)) if (!worn.has(cell)) worn.set(cell, item)
  }
  return worn
}

export interface Totals {
  /** Armor levels of all worn armor together; a piece counts for each cell that it covers. */
  armor: number
  critDamage: number
  damage: number
  /** How many pieces of each set, most first. */
  sets: [string, number][]
}

/** Cells that hold armor. */
const ARMOR_CELLS = [
  'head',
  'chest',
  'abdomen',
  'upper_arms',
  'lower_arms',
  'hands',
  'upper_legs',
  'lower_legs',
  'feet',
]

export function totalsOf(items: readonly Item[]): Totals {
  const worn = items.filter(item => item.worn)
  const sum = (value: (item: Item) => number) => worn.reduce((all, item) => all + value(item), 0)
  const sets = new Map<string, number>()
  for (const { set } of worn) if (set) sets.set(set, (sets.get(set) ?? 0) + 1)
  const covers = (item: Item) => cellsOf(item).filter(cell => ARMOR_CELLS.includes(cell)).length
  return {
    armor: sum(item => (figure(item, 'armor_level') ?? 0) * covers(item)),
    critDamage: sum(item => figure(item, 'crit_damage_rating') ?? 0),
    damage: sum(item => figure(item, 'damage_rating') ?? 0),
    sets: [...sets].filter(([, pieces]) => pieces > 1).sort((a, b) => b[1] - a[1]),
  }
}

/** The tier of an item's best cantrip. */
export function bestTier(item: Item): Tier | null {
  return cantripsOf(item)[0]?.tier ?? null
}

/** From the strongest tier on; without one last. */
export function tierRank(item: Item): number {
  const tier = bestTier(item)
  return tier ? TIERS.indexOf(tier) : TIERS.length
}
