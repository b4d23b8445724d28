import type { Item } from '../../inventory/item'
import { isRecord, readNumber, readText, readTime } from '../../live/player'

export interface Change {
  /** Counts up, to tell changes apart. */
  id: number
  at: number
  action: 'add' | 'update' | 'remove' | 'all'
  /** Null: all items at once. */
  itemId: number | null
  name: string | null
  /** Of all items at once: how many differ. */
  differ: number
}

// As many as somebody looks back over.
const KEPT = 200

/** Reads what a message says has changed; null: nothing of it. */
export function readChange(
  message: Record<string, unknown>,
  known: readonly Item[],
  now: number,
): Omit<Change, 'id'> | null {
  const at = readTime(message.timestamp) ?? now
  if (message.type === 'inventory_updated') {
    return { at, action: 'all', itemId: null, name: null, differ: readNumber(message.changed) ?? 0 }
  }
  const action = ACTIONS.find(each => each === message.action)
  if (message.type !== 'inventory_delta' || !action) return null
  const itemId = unsigned(isRecord(message.item) ? readNumber(message.item.Id) : readNumber(message.item_id))
  const strings =
    isRecord(message.item) && isRecord(message.item.StringValues) ? message.item.StringValues : {}
  const said = isRecord(message.item) ? (readText(message.item.Name) ?? readText(strings['1'])) : null
  const name = said ?? known.find(item => item.itemId === itemId)?.name ?? null
  return { at, action, itemId, name, differ: 1 }
}

const ACTIONS = ['add', 'update', 'remove'] as const

/** Old plugins send the game's numbers signed. */
function unsigned(id: number | null): number | null {
  return id !== null && id < 0 ? id + 2 ** 32 : id
}

/** The changes with one more, the latest first. */
export function withChange(changes: readonly Change[], change: Omit<Change, 'id'>): Change[] {
  const id = (changes[0]?.id ?? 0) + 1
  return [{ ...change, id }, ...changes].slice(0, KEPT)
}
