import { isRecord, readNumber, readText } from '../../live/player'

export interface SavedSearch {
  id: number
  name: string
  query: string
  /** Whether its owner is told of new matches. */
  announce: boolean
}

export function readSearches(body: unknown): SavedSearch[] {
  const list = isRecord(body) && Array.isArray(body.searches) ? body.searches : []
  return list.flatMap((search): SavedSearch[] => {
    if (!isRecord(search)) return []
    const [id, name] = [readNumber(search.id), readText(search.name)]
    if (id === null || name === null) return []
    return [{ id, name, query: readText(search.query) ?? '', announce: search.announce === true }]
  })
}

/** What somebody is told of an item that a saved search finds. */
export interface Match {
  search: string
  query: string
  owner: string
  itemId: number
  item: string
  /** Items of the same upload that match. */
  matches: number
}

export function readMatch(message: Record<string, unknown>): Match | null {
  const [owner, itemId] = [readText(message.character_name), readNumber(message.item_id)]
  if (owner === null || itemId === null) return null
  return {
    search: readText(message.search_name) ?? '',
    query: readText(message.query) ?? '',
    owner,
    itemId,
    item: readText(message.item_name) ?? `#${itemId}`,
    matches: readNumber(message.matches) ?? 1,
  }
}
