import type { Player } from '../live/player'

/** Several that the map keeps in view together: by name, and everybody who carries one of the tags. */
export interface Group {
  names: readonly string[]
  tags: readonly string[]
}

export const NOBODY: Group = { names: [], tags: [] }

export function isEmpty(group: Group): boolean {
  return group.names.length === 0 && group.tags.length === 0
}

/** Who of those who play belongs to it. */
export function membersOf(group: Group, players: readonly Player[]): Player[] {
  if (isEmpty(group)) return []
  return players.filter(player => isMember(group, player))
}

export function isMember(group: Group, { name, tag }: Pick<Player, 'name' | 'tag'>): boolean {
  return group.names.includes(name) || (tag !== null && group.tags.includes(tag))
}

/** What is followed: one, several, or nobody. */
export interface Followed {
  followed: string | null
  group: Group
}

/** One more is followed, or one less; a single one that is left is followed as always. */
export function toggleMember({ followed, group }: Followed, name: string): Followed {
  const before = isEmpty(group) && followed !== null ? [followed] : group.names
  const names = before.includes(name) ? before.filter(each => each !== name) : [...before, name]
  if (group.tags.length > 0 || names.length > 1) return { followed: null, group: { names, tags: group.tags } }
  return { followed: names[0] ?? null, group: NOBODY }
}

/** Everybody from the one that was chosen last to this one, in the order of the rows. */
export function extendTo(now: Followed, rows: readonly string[], name: string): Followed {
  const anchor = now.followed ?? now.group.names.at(-1)
  const [from, to] = [rows.indexOf(anchor ?? name), rows.indexOf(name)]
  if (from < 0 || to < 0 || from === to) return { followed: name, group: NOBODY }
  const between = from < to ? rows.slice(from, to + 1) : rows.slice(to, from + 1).reverse()
  return { followed: null, group: { names: between, tags: [] } }
}

/** Whose turn it is after somebody, so many rows on; from nobody to the first or the last. */
export function neighbour(rows: readonly string[], of: string | null, step: 1 | -1): string | null {
  if (rows.length === 0) return null
  const at = of === null ? -1 : rows.indexOf(of)
  if (at < 0) return step === 1 ? rows[0]! : rows.at(-1)!
  return rows[(at + step + rows.length) % rows.length]!
}

/** Smallest box around places of the world. */
export interface Box {
  west: number
  east: number
  south: number
  north: number
}

export function boxOf(places: readonly { ew: number; ns: number }[]): Box | null {
  if (places.length === 0) return null
  const [ew, ns] = [places.map(place => place.ew), places.map(place => place.ns)]
  return { west: Math.min(...ew), east: Math.max(...ew), south: Math.min(...ns), north: Math.max(...ns) }
}

export function middleOf({ west, east, south, north }: Box): { ew: number; ns: number } {
  return { ew: (west + east) / 2, ns: (south + north) / 2 }
}
