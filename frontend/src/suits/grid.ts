import type { CantripLine } from './answer'
import type { Tier, Wish } from './wish'

/** The tiers that have a column; the feeble one is asked for by the menu of its line. */
export const COLUMNS = ['minor', 'moderate', 'major', 'epic', 'legendary'] as const satisfies readonly Tier[]

export const GROUPS = ['attributes', 'skills', 'body', 'crafts', 'banes', 'other'] as const
export type Group = (typeof GROUPS)[number]

const ATTRIBUTES = ['Strength', 'Endurance', 'Coordination', 'Quickness', 'Focus', 'Willpower']

/** What most suits are for; all else is folded away until it is asked for. */
const FIRST = new Set([
  ...ATTRIBUTES,
  ...['Invulnerability', 'Magic Resistance', 'Life Magic Aptitude', 'Mana Conversion Prowess', 'Sprint'],
])

export interface GridGroup {
  group: Group
  lines: CantripLine[]
}

/** The lines of the grid in their groups: those that are wished for and the usual ones, or all of them. */
export function gridOf(lines: readonly CantripLine[], wish: Wish, all: boolean): GridGroup[] {
  const wished = new Set(wish.cantrips.map(each => each.name))
  const shown = lines.filter(line => all || wished.has(line.name) || isFirst(line))
  return GROUPS.map(group => ({
    group,
    lines: shown.filter(line => groupOf(line) === group).sort((a, b) => rank(a) - rank(b) || order(a, b)),
  })).filter(({ lines }) => lines.length > 0)
}

function isFirst(line: CantripLine): boolean {
  return FIRST.has(line.name) || groupOf(line) === 'body'
}

function groupOf({ name, loot }: CantripLine): Group {
  if (ATTRIBUTES.includes(name)) return 'attributes'
  if (name === 'Armor' || name.endsWith(' Ward')) return 'body'
  if (name.endsWith(' Bane')) return 'banes'
  // What only weapons and quest pieces carry.
  if (!loot) return 'other'
  if (CRAFTS.test(name)) return 'crafts'
  return 'skills'
}

const CRAFTS =
  /Tinkering|Alchem|Cooking|Fletching|Lockpick|Salvag|Leadership|Fealty|Deception|Attunement|Healing|Jumping|Arcane/

/** Attributes stand as in the game; of the skills those for weapons and magic come first. */
function rank({ name }: CantripLine): number {
  const attribute = ATTRIBUTES.indexOf(name)
  if (attribute >= 0) return attribute
  if (/^(War|Void|Life) Magic|Weapon Apt|Two Handed/.test(name)) return 0
  if (name === 'Armor' || /^(Invuln|Magic Res|Impregn)/.test(name)) return 1
  return 2
}

function order(a: CantripLine, b: CantripLine): number {
  return a.name.localeCompare(b.name)
}

export interface Cell {
  row: number
  column: number
}

/** Where a key takes the focus in a grid of so many rows; null: nowhere. */
export function moveIn(key: string, { row, column }: Cell, rows: number, columns: number): Cell | null {
  const to = (nextRow: number, nextColumn: number) => ({
    row: Math.max(0, Math.min(rows - 1, nextRow)),
    column: Math.max(0, Math.min(columns - 1, nextColumn)),
  })
  switch (key) {
    case 'ArrowUp':
      return to(row - 1, column)
    case 'ArrowDown':
      return to(row + 1, column)
    case 'ArrowLeft':
      return to(row, column - 1)
    case 'ArrowRight':
      return to(row, column + 1)
    case 'Home':
      return to(row, 0)
    case 'End':
      return to(row, columns - 1)
    case 'PageUp':
      return to(0, column)
    case 'PageDown':
      return to(rows - 1, column)
  }
  return null
}
