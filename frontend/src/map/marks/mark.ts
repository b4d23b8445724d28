import { isRecord, readNumber, readText, readTime } from '../../live/player'
import { onSurface } from '../view'

export type MarkKind = 'portal' | 'dungeon' | 'poi' | 'death' | 'rare'

/** Something that lies in a place of the map and does not move. */
export interface Mark {
  id: string
  kind: MarkKind
  name: string
  ew: number
  ns: number
  /** Of two that lie in each other's way the one with the lesser rank is drawn. */
  rank: number
  /** A rare that is worth telling of. */
  great?: boolean
  /** What kind of place, as the game's tables have it. */
  type?: string
  landblock?: string
  /** When, milliseconds of the server's clock, and through whom. */
  at?: number
  by?: string
  /** When it was seen last. */
  seen?: number
}

/** Reads the body of `GET /portals`. */
export function readPortals(body: unknown): Mark[] {
  return list(body, 'portals').flatMap(row => {
    const [name, place] = [readText(row.portal_name), readPlace(row)]
    if (name === null || place === null) return []
    return [
      {
        id: `portal ${name} ${place.ns} ${place.ew}`,
        kind: 'portal' as const,
        name,
        ...place,
        rank: 2,
        ...present('at', readTime(row.discovered_at)),
        ...present('by', readText(row.discovered_by)),
        ...present('seen', readTime(row.last_seen)),
      },
    ]
  })
}

/** Reads the body of `GET /deaths`, newest first. */
export function readDeaths(body: unknown): Mark[] {
  return list(body, 'deaths').flatMap(row => deathOf(row) ?? [])
}

/** Reads the body of `GET /rares`, newest first. */
export function readRareMarks(body: unknown): Mark[] {
  return list(body, 'rares').flatMap(row => rareOf(row) ?? [])
}

/** A death, of the list or as the socket tells it; null: nobody knows where. */
export function deathOf(row: Record<string, unknown>): Mark | null {
  const [by, at, place] = [readText(row.character_name), readTime(row.timestamp), readPlace(row)]
  if (by === null || at === null || place === null) return null
  return { id: `death ${by} ${at}`, kind: 'death', name: by, by, at, ...place, rank: 1 }
}

/** A rare, of the list or as the socket tells it, which does not say whether it is a great one. */
export function rareOf(row: Record<string, unknown>): Mark | null {
  const [by, name, at] = [readText(row.character_name), readText(row.name), readTime(row.timestamp)]
  const place = readPlace(row)
  if (by === null || name === null || at === null || place === null) return null
  return {
    id: `rare ${by} ${name} ${at}`,
    kind: 'rare',
    name,
    by,
    at,
    ...place,
    rank: 1,
    great: row.great === true,
  }
}

/** Puts something new before the others; what is known already stays once. */
export function withNewest(marks: readonly Mark[], mark: Mark): Mark[] {
  return [mark, ...marks.filter(other => other.id !== mark.id)]
}

function list(body: unknown, name: string): Record<string, unknown>[] {
  const rows = isRecord(body) ? body[name] : null
  return Array.isArray(rows) ? rows.filter(isRecord) : []
}

function readPlace(row: Record<string, unknown>): { ew: number; ns: number } | null {
  const [ew, ns] = [readNumber(row.ew), readNumber(row.ns)]
  return ew !== null && ns !== null && onSurface(ew, ns) ? { ew, ns } : null
}

function present<K extends string, V>(key: K, value: V | null): Partial<Record<K, V>> {
  return value === null ? {} : ({ [key]: value } as Record<K, V>)
}
