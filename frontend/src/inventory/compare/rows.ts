import { cantripsOf, figure, type Item, shortCantrip, TIERS, type Tier } from '../item'

export interface CompareCell {
  text: string
  /** The tier of a cantrip. */
  tier: Tier | null
  best: boolean
}

export interface CompareRow {
  /** A column, or the line of a cantrip. */
  id: string
  kind: 'words' | 'number' | 'cantrip'
  cells: CompareCell[]
  differs: boolean
}

/** Whether more of it is better (1), less (-1), or neither. */
const NUMBERS: readonly (readonly [string, 1 | -1 | 0])[] = [
  ['armor_level', 1],
  ['base_armor_level', 1],
  ['shield_value', 1],
  ['max_damage', 1],
  ['variance', -1],
  ['elemental_damage_bonus', 1],
  ['elemental_damage_vs_monsters', 1],
  ['damage_bonus', 1],
  ['attack_bonus', 1],
  ['melee_defense_bonus', 1],
  ['missile_defense_bonus', 1],
  ['magic_defense_bonus', 1],
  ['weapon_time', -1],
  ['total_rating', 1],
  ['damage_rating', 1],
  ['damage_resist_rating', 1],
  ['crit_rating', 1],
  ['crit_resist_rating', 1],
  ['crit_damage_rating', 1],
  ['crit_damage_resist_rating', 1],
  ['heal_boost_rating', 1],
  ['vitality_rating', 1],
  ['wield_level', -1],
  ['lore_requirement', -1],
  ['workmanship', 0],
  ['tinks', 0],
  ['spellcraft', 1],
  ['max_mana', 1],
  ['burden', -1],
  ['value', 0],
]
// Shares of one, which players know as percent.
const SHARES = [
  ...['variance', 'elemental_damage_vs_monsters', 'damage_bonus', 'attack_bonus'],
  ...['melee_defense_bonus', 'missile_defense_bonus', 'magic_defense_bonus'],
]

export interface CompareWords {
  number: (value: number) => string
  slots: (slots: readonly string[]) => string
}

/** What items have, side by side; a row for each thing that one of them has. */
export function compareRows(items: readonly Item[], words: CompareWords): CompareRow[] {
  const said = (id: string, of: (item: Item) => string | null): CompareRow => {
    const cells = items.map(item => ({ text: of(item) ?? '', tier: null, best: false }))
    return { id, kind: 'words', cells, differs: differ(cells) }
  }
  const imbue = (item: Item) => (typeof item.columns.imbue_name === 'string' ? item.columns.imbue_name : null)
  const rows = [
    said('owner', ({ owner }) => owner),
    said('slot', ({ slots }) => (slots.length > 0 ? words.slots(slots) : null)),
    said('set', ({ set }) => set),
    said('material', ({ material }) => material),
    said('imbue', imbue),
    ...NUMBERS.map(([column, better]) => numberRow(items, column, better, words)),
    ...cantripRows(items),
  ]
  return rows.filter(({ cells }) => cells.some(({ text }) => text !== ''))
}

function numberRow(items: readonly Item[], column: string, better: number, words: CompareWords): CompareRow {
  const scale = SHARES.includes(column) ? 100 : 1
  const values = items.map(item => figure(item, column))
  const best = bestOf(values, better)
  const cells = values.map(value => ({
    text: value === null ? '' : words.number(Math.round(value * scale * 10) / 10),
    tier: null,
    best: value !== null && value === best,
  }))
  return { id: column, kind: 'number', cells, differs: differ(cells) }
}

/** The best of the known values; null where nothing is better or all are the same. */
function bestOf(values: readonly (number | null)[], better: number): number | null {
  const known = values.filter(value => value !== null)
  if (better === 0 || new Set(values).size < 2 || known.length === 0) return null
  return better > 0 ? Math.max(...known) : Math.min(...known)
}

function cantripRows(items: readonly Item[]): CompareRow[] {
  const lines = new Map<string, (Tier | null)[]>()
  items.forEach((item, at) => {
    for (const spell of cantripsOf(item)) {
      const line = shortCantrip(spell)
      const tiers = lines.get(line) ?? items.map(() => null)
      tiers[at] ??= spell.tier
      lines.set(line, tiers)
    }
  })
  return [...lines].map(([id, tiers]) => {
    // The tiers are listed from the strongest on.
    const ranks = tiers.map(tier => (tier ? TIERS.length - TIERS.indexOf(tier) : null))
    const best = bestOf(ranks, 1)
    const cells = tiers.map((tier, at) => ({
      text: tier ?? '',
      tier,
      best: ranks[at] !== null && ranks[at] === best,
    }))
    return { id, kind: 'cantrip', cells, differs: differ(cells) }
  })
}

function differ(cells: readonly CompareCell[]): boolean {
  return cells.some(({ text }) => text !== cells[0]!.text)
}
