import { isRecord, readNumber, readText } from '../../live/player'
import { type Gain, readGain } from '../card/whole'
import { type Item, readItem, readTexts } from '../item'

/** One slot, what is worn there, and what would be better. */
export interface SlotUpgrades {
  slot: string
  /** Null: nothing. */
  worn: Item | null
  better: Upgrade[]
  /** How many would be better. */
  total: number
}

export interface Upgrade {
  item: Item
  gain: Gain
  /** Worn pieces in further slots that it fills. */
  displaces: number
  /** Slots that the worn piece fills and it does not. */
  bares: string[]
}

export function readUpgrades(body: unknown): SlotUpgrades[] {
  const list = isRecord(body) && Array.isArray(body.slots) ? body.slots : []
  return list.flatMap((slot): SlotUpgrades[] => {
    const name = isRecord(slot) ? readText(slot.slot) : null
    if (!isRecord(slot) || name === null) return []
    const better = (Array.isArray(slot.better) ? slot.better : []).flatMap(readUpgrade)
    return [{ slot: name, worn: readItem(slot.worn), better, total: readNumber(slot.total) ?? better.length }]
  })
}

function readUpgrade(row: unknown): Upgrade[] {
  const item = isRecord(row) ? readItem(row.item) : null
  if (!isRecord(row) || !item) return []
  const displaces = Array.isArray(row.displaces) ? row.displaces.length : 0
  return [{ item, gain: readGain(row.gain), displaces, bares: readTexts(row.bares) }]
}

/** Whose items there are. */
export function readOwners(body: unknown): string[] {
  const list = isRecord(body) && Array.isArray(body.inventories) ? body.inventories : []
  return list.flatMap(row => (isRecord(row) ? (readText(row.character_name) ?? []) : []))
}
