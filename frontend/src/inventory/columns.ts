import { text } from '../text'
import { figure, type Item } from './item'

/** How the armor level is shown: as it is with the spells on it, or without. */
export type ArmorView = 'armor_level' | 'base_armor_level'

export interface Column {
  id: string
  title: string
  /** The whole name, where the title is short. */
  long?: string
  /** The column of the item tables by which it is sorted; null: it cannot be. */
  sort: string | null
  /** Least width, and share of what is left. */
  width: number
  share?: number
  /** A number, shown at the right; a function where more is to be done than read it. */
  number?: (item: Item) => number | null
  digits?: number
}

function numeric(id: string, sort: string, width: number, digits = 0): Column {
  const { title, long } = text.inventory.columns[id as keyof typeof text.inventory.columns]
  return { id, title, long, sort, width, digits, number: item => figure(item, sort) }
}

function percent(id: string, sort: string, width: number): Column {
  const rounded = (item: Item) => {
    const value = figure(item, sort)
    return value === null ? null : Math.round(value * 100)
  }
  return { ...numeric(id, sort, width), number: rounded }
}

function named(id: string, sort: string | null, width: number, share = 0): Column {
  const { title, long } = text.inventory.columns[id as keyof typeof text.inventory.columns]
  return { id, title, long, sort, width, share }
}

/** All columns, in the order in which the menu lists them. */
export const COLUMNS: readonly Column[] = [
  named('name', 'name', 180, 3),
  named('owner', 'character_name', 124, 1.4),
  named('set', 'item_set_name', 108, 0.8),
  numeric('al', 'armor_level', 52),
  numeric('cd', 'crit_damage_rating', 40),
  numeric('d', 'damage_rating', 36),
  named('cantrips', null, 156, 4),
  numeric('work', 'workmanship', 48),
  numeric('tinks', 'tinks', 48),
  named('slot', 'slot_name', 96, 0.6),
  named('kind', 'item_type', 76),
  named('material', 'material_name', 88),
  numeric('dr', 'damage_resist_rating', 36),
  numeric('cr', 'crit_rating', 36),
  numeric('cdr', 'crit_damage_resist_rating', 44),
  numeric('vit', 'vitality_rating', 40),
  numeric('rating', 'total_rating', 56),
  numeric('dmg', 'max_damage', 60),
  percent('attack', 'attack_bonus', 60),
  percent('mdef', 'melee_defense_bonus', 60),
  named('imbue', 'imbue_name', 104, 0.5),
  numeric('level', 'wield_level', 52),
  numeric('lore', 'lore_requirement', 48),
  numeric('spellcraft', 'spellcraft', 64),
  numeric('mana', 'mana', 52),
  numeric('stack', 'stack_size', 52),
  numeric('burden', 'burden', 60),
  numeric('value', 'value', 68),
  named('worn', 'equipped', 48),
  named('seen', 'seen', 84),
]

const FIRST = ['name', 'owner', 'set', 'al', 'cd', 'd', 'cantrips', 'work', 'tinks']

/** The columns of these ids that there are, in their order; the usual ones where that is none. */
export function columnsOf(ids: readonly string[] | null): Column[] {
  const found = [...new Set(ids ?? FIRST)].flatMap(id => COLUMNS.find(column => column.id === id) ?? [])
  return found.length > 0 ? found : columnsOf(null)
}

/** The grid of a row: the drawing, and each column. */
export function templateOf(columns: readonly Column[]): string {
  const widths = columns.map(({ width, share }) => (share ? `minmax(${width}px, ${share}fr)` : `${width}px`))
  return `32px ${widths.join(' ')}`
}

export function leastWidth(columns: readonly Column[]): number {
  return columns.reduce((sum, { width }) => sum + width, 32 + 12)
}

/** Moves a column to a place. */
export function moved(ids: readonly string[], id: string, to: number): string[] {
  const rest = ids.filter(each => each !== id)
  rest.splice(Math.max(0, Math.min(rest.length, to)), 0, id)
  return rest
}

export interface Sorted {
  /** A column's id. */
  column: string
  descending: boolean
}

export const DEFAULT_SORT: Sorted = { column: 'name', descending: false }

export function readSort(text: string | null): Sorted {
  const id = text?.replace(/^-/, '')
  const column = COLUMNS.find(each => each.id === id && each.sort !== null)
  return column ? { column: column.id, descending: text!.startsWith('-') } : DEFAULT_SORT
}

export function writeSort({ column, descending }: Sorted): string {
  if (column === DEFAULT_SORT.column && descending === DEFAULT_SORT.descending) return ''
  return descending ? `-${column}` : column
}

/** The order that a click on a column's head asks for: numbers from the highest, names from A; then the other way. */
export function nextSort(now: Sorted, column: Column): Sorted {
  if (now.column === column.id) return { column: column.id, descending: !now.descending }
  return { column: column.id, descending: column.number !== undefined }
}

const KEY = 'item-table'

export interface Remembered {
  columns: string[] | null
  armor: ArmorView
}

export function recallTable(): Remembered {
  try {
    const known = JSON.parse(localStorage.getItem(KEY) ?? '{}')
    const columns = Array.isArray(known?.columns)
      ? known.columns.filter((id: unknown) => typeof id === 'string')
      : null
    return { columns, armor: known?.armor === 'base_armor_level' ? 'base_armor_level' : 'armor_level' }
  } catch {
    return { columns: null, armor: 'armor_level' }
  }
}

export function rememberTable(table: Remembered): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(table))
  } catch {
    // Without storage the table is the usual one next time.
  }
}
