import { isRecord, readNumber, readText, readTime } from '../live/player'
import type { IconName } from '../ui/Icon'

export const TIERS = ['legendary', 'epic', 'major', 'moderate', 'minor', 'feeble'] as const
export type Tier = (typeof TIERS)[number]

export interface Spell {
  id: number
  name: string
  /** Of a cantrip; null: it is none. */
  tier: Tier | null
  active: boolean
}

/** An item as lists give it. */
export interface Item {
  /** The game's number. */
  itemId: number
  owner: string
  name: string
  /** Armor, jewelry, melee and so on; null: unknown. */
  kind: string | null
  material: string | null
  set: string | null
  /** Where it can be worn, all of it at once but for rings and bracelets. */
  slots: string[]
  worn: boolean
  /** The owner's last full upload, milliseconds. */
  seen: number | null
  spells: Spell[]
  /** The columns that are known, by the names of the tables. */
  columns: Record<string, unknown>
}

export function readItems(list: unknown): Item[] {
  return (Array.isArray(list) ? list : []).map(readItem).filter(item => item !== null)
}

export function readItem(row: unknown): Item | null {
  if (!isRecord(row)) return null
  const itemId = readNumber(row.item_id)
  const owner = readText(row.character_name)
  if (itemId === null || owner === null) return null
  return {
    itemId,
    owner,
    name: readText(row.name) ?? `#${itemId}`,
    kind: readText(row.item_type),
    material: readText(row.material_name),
    set: readText(row.item_set_name),
    slots: readTexts(row.slot_names),
    worn: row.equipped === true,
    seen: readTime(row.seen),
    spells: (Array.isArray(row.spells) ? row.spells : []).map(readSpell).filter(spell => spell !== null),
    columns: Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)),
  }
}

function readSpell(spell: unknown): Spell | null {
  if (!isRecord(spell)) return null
  const id = readNumber(spell.id)
  if (id === null) return null
  const tier = TIERS.find(each => each === spell.tier) ?? null
  return { id, name: readText(spell.name) ?? `#${id}`, tier, active: spell.active === true }
}

export function readTexts(list: unknown): string[] {
  return (Array.isArray(list) ? list : []).map(readText).filter(text => text !== null)
}

export function figure(item: Item, column: string): number | null {
  return readNumber(item.columns[column])
}

/** What tells this item from all others on this page, and in links to it. */
export function keyOf({ owner, itemId }: Pick<Item, 'owner' | 'itemId'>): string {
  return `${owner}/${itemId}`
}

/** The cantrips, the strongest first. */
export function cantripsOf(item: Item): (Spell & { tier: Tier })[] {
  const cantrips = item.spells.filter((spell): spell is Spell & { tier: Tier } => spell.tier !== null)
  return cantrips.sort((a, b) => TIERS.indexOf(a.tier) - TIERS.indexOf(b.tier))
}

/** "Legendary Heavy Weapon Aptitude" is short "Heavy Weapon" beside others of its tier. */
export function shortCantrip({ name, tier }: Spell): string {
  const prefix = tier ? `${tier} ` : ''
  const bare = name.toLowerCase().startsWith(prefix) ? name.slice(prefix.length) : name
  return bare.replace(/ (Aptitude|Prowess)$/, '') || name
}

const SLOT_ICONS: Record<string, IconName> = {
  wrist_left: 'wrist',
  wrist_right: 'wrist',
  finger_left: 'finger',
  finger_right: 'finger',
  sigil_blue: 'sigil',
  sigil_yellow: 'sigil',
  sigil_red: 'sigil',
}
const SLOTS: readonly IconName[] = [
  ...(['chest', 'head', 'abdomen', 'upper_arms', 'lower_arms', 'hands', 'upper_legs', 'lower_legs'] as const),
  ...(['feet', 'shirt', 'pants', 'neck', 'trinket', 'cloak', 'shield'] as const),
]
const KIND_ICONS: Record<string, IconName> = {
  armor: 'chest',
  clothing: 'shirt',
  jewelry: 'finger',
  melee: 'melee',
  missile: 'missile',
  caster: 'caster',
  shield: 'shield',
  cloak: 'cloak',
  aetheria: 'sigil',
  salvage: 'salvage',
  gem: 'gem',
  mana_stone: 'gem',
  container: 'pack',
  component: 'comp',
  scroll: 'scroll',
  food: 'potion',
  healing_kit: 'potion',
  trade_note: 'note_trade',
  key: 'key',
  foci: 'foci',
  ammunition: 'ammo',
}

/** The drawing of an item: of where it is worn, else of its kind. */
export function iconOf({ kind, slots }: Pick<Item, 'kind' | 'slots'>): IconName {
  if (kind === null || kind === 'armor' || kind === 'clothing' || kind === 'jewelry') {
    const names = slots.map(slot => named(SLOT_ICONS, slot) ?? slot)
    const found = [...SLOTS, 'wrist' as const, 'finger' as const].find(slot => names.includes(slot))
    if (found) return found
  }
  return (kind && named(KIND_ICONS, kind)) || 'bag'
}

/** What a table has under a name that may be any. */
export function named<T>(table: Record<string, T>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined
}
