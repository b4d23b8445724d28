import type { Player } from '../live/player'
import { STATES } from '../live/player'

export type SortKey = 'state' | 'name' | 'kph' | 'kills' | 'rares'
export const SORT_KEYS: readonly SortKey[] = ['state', 'name', 'kph', 'kills', 'rares']

export interface Sort {
  key: SortKey
  descending: boolean
}

export interface Filter {
  text: string
  tags: readonly string[]
}

export const DEFAULT_SORT: Sort = { key: 'kph', descending: true }

/** What a click on a column's head asks for: the other way round, or that column with its useful end on top. */
export function nextSort(sort: Sort, key: SortKey): Sort {
  if (sort.key === key) return { key, descending: !sort.descending }
  return { key, descending: key !== 'name' && key !== 'state' }
}

/** The rows of the roster: who matches, in order. Missing numbers stand last whichever way it goes. */
export function selectRows(players: readonly Player[], filter: Filter, sort: Sort): Player[] {
  const matches = matcher(filter)
  return players.filter(matches).sort((a, b) => compare(a, b, sort))
}

function matcher({ text, tags }: Filter): (player: Player) => boolean {
  const words = text.toLocaleLowerCase().split(/\s+/).filter(Boolean)
  return player => {
    if (tags.length > 0 && !tags.includes(player.tag ?? '')) return false
    const haystack = `${player.name} ${player.tag ?? ''}`.toLocaleLowerCase()
    return words.every(word => haystack.includes(word))
  }
}

function compare(a: Player, b: Player, { key, descending }: Sort): number {
  const way = descending ? -1 : 1
  if (key === 'name') return way * byName(a, b)
  const [x, y] = [sortValue(a, key), sortValue(b, key)]
  if (x === null || y === null) return x === y ? byName(a, b) : x === null ? 1 : -1
  return way * (x - y) || (b.kills ?? 0) - (a.kills ?? 0) || byName(a, b)
}

const collator = new Intl.Collator('en', { sensitivity: 'base', numeric: true })

function byName(a: Player, b: Player): number {
  return collator.compare(a.name, b.name) || (a.name < b.name ? -1 : 1)
}

function sortValue(player: Player, key: Exclude<SortKey, 'name'>): number | null {
  switch (key) {
    case 'state':
      return STATES.indexOf(player.state)
    case 'kph':
      return player.killsPerHour
    case 'kills':
      return player.kills
    case 'rares':
      return player.sessionRares
  }
}

export interface TagCount {
  tag: string
  count: number
}

/** Tags in use, the most common first. */
export function countTags(players: readonly Player[]): TagCount[] {
  const counts = new Map<string, number>()
  for (const { tag } of players) if (tag) counts.set(tag, (counts.get(tag) ?? 0) + 1)
  return [...counts]
    .map(([tag, count]) => ({ tag, count }))
    .sort((a, b) => b.count - a.count || collator.compare(a.tag, b.tag))
}

export interface Sums {
  online: number
  hunting: number
  killsPerHour: number
  kills: number
  rares: number
}

export function sum(players: readonly Player[]): Sums {
  const total = (value: (player: Player) => number | null) =>
    players.reduce((sofar, player) => sofar + (value(player) ?? 0), 0)
  return {
    online: players.length,
    hunting: players.filter(player => player.state === 'combat').length,
    killsPerHour: total(player => player.killsPerHour),
    kills: total(player => player.kills),
    rares: total(player => player.sessionRares),
  }
}
