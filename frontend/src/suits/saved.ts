import { isRecord, readNumber, readText, readTime } from '../live/player'
import { type Figures, readFigures, readList, readSuit, type Suit } from './answer'
import { readRequest } from './request'
import type { Wish } from './wish'

/** A suit that somebody keeps on the server. */
export interface Kept {
  id: number
  name: string
  author: string | null
  createdAt: number | null
  wish: Wish
  suit: Suit
}

export interface Change {
  itemId: number
  name: string
  kind: string
  message: string
}

/** What has become of a kept suit. */
export interface Since {
  wearable: boolean
  reasons: readonly string[]
  changes: readonly Change[]
  /** Whether there is a better one now: null: that was not found out in time. */
  better: boolean | null
  gain: string
  /** The scores of the kept one and of the best there is now, where they are known. */
  score: Figures | null
  best: Figures | null
}

export function readKept(body: unknown): Kept | null {
  if (!isRecord(body)) return null
  const id = readNumber(body.id)
  const suit = readSuit(body.suit)
  if (id === null || suit === null) return null
  return {
    id,
    name: readText(body.name) ?? `#${id}`,
    author: readText(body.author),
    createdAt: readTime(body.created_at),
    wish: readRequest(body.request).wish,
    suit,
  }
}

export function readKeptList(body: unknown): Kept[] {
  return readList(isRecord(body) ? body.suits : null, readKept)
}

export function readSince(body: unknown): Since | null {
  const since = isRecord(body) && isRecord(body.since) ? body.since : null
  if (!since) return null
  const now = isRecord(since.now) ? since.now : {}
  return {
    wearable: since.wearable === true,
    reasons: readList(since.reasons, readText),
    changes: readList(since.changes, row => {
      if (!isRecord(row)) return null
      const itemId = readNumber(row.item_id)
      if (itemId === null) return null
      return {
        itemId,
        name: readText(row.name) ?? `#${itemId}`,
        kind: readText(row.kind) ?? '',
        message: readText(row.message) ?? '',
      }
    }),
    better: now.known === true ? now.better === true : null,
    gain: readText(now.gain) ?? '',
    score: isRecord(since.score) ? readFigures(since.score) : null,
    best: isRecord(now.score) ? readFigures(now.score) : null,
  }
}

/** What is sent to keep a suit. */
export function writeKept(
  name: string,
  request: Record<string, unknown>,
  suit: Suit,
): Record<string, unknown> {
  return {
    name,
    request,
    items: suit.items.map(piece => ({
      character_name: piece.character,
      item_id: piece.itemId,
      slots: piece.slots,
      ...(piece.reducedFrom.length > 0 ? { reduced: true } : {}),
    })),
  }
}
