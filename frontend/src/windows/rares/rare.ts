import { isRecord, readNumber, readText, readTime } from '../../live/player'

/** A rare that somebody found, as the server tells it. */
export interface Rare {
  id: number
  character: string
  name: string
  at: number
  /** Map units; null: not reported. */
  ew: number | null
  ns: number | null
  /** 1 to 6; null: not in the drop list. */
  tier: number | null
  great: boolean
}

export interface RarePage {
  rares: Rare[]
  /** The cursor of the next page; null at the end. */
  next: string | null
}

export function readRares(body: unknown): RarePage {
  const list = isRecord(body) && Array.isArray(body.rares) ? body.rares : []
  const next = isRecord(body) ? readText(body.next) : null
  return { rares: list.map(readRare).filter(rare => rare !== null), next }
}

function readRare(row: unknown): Rare | null {
  if (!isRecord(row)) return null
  const [id, character, name, at] = [
    readNumber(row.id),
    readText(row.character_name),
    readText(row.name),
    readTime(row.timestamp),
  ]
  if (id === null || character === null || name === null || at === null) return null
  return {
    id,
    character,
    name,
    at,
    ew: readNumber(row.ew),
    ns: readNumber(row.ns),
    tier: readNumber(row.tier),
    great: row.great === true,
  }
}

export interface RareTotals {
  allTime: number
  today: number
}

export function readTotals(body: unknown): RareTotals {
  const row = isRecord(body) ? body : {}
  return { allTime: readNumber(row.all_time) ?? 0, today: readNumber(row.today) ?? 0 }
}
