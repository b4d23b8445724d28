import { isRecord, readNumber, readText, readTime } from '../live/player'
import type { Mark } from './timeline'

/** What all characters together did in a bucket of time. */
export interface Bucket {
  at: number
  /** Without those that were made while nobody looked: they may be of hours before. */
  kills: number
  deaths: number
  rares: number
}

export function readBuckets(body: unknown): Bucket[] {
  const list = isRecord(body) && Array.isArray(body.buckets) ? body.buckets : []
  return list.filter(isRecord).flatMap(row => {
    const at = readTime(row.timestamp)
    if (at === null) return []
    const figure = (value: unknown) => Math.max(0, readNumber(value) ?? 0)
    const kills = figure(figure(row.kills) - figure(row.kills_unseen))
    return [{ at, kills, deaths: figure(row.deaths), rares: figure(row.rares) }]
  })
}

/** A page of `/deaths` or `/rares`, newest first, and where the next one begins. */
export function readMarks(kind: Mark['kind'], body: unknown): { marks: Mark[]; next: string | null } {
  const row = isRecord(body) ? body : {}
  const list = kind === 'death' ? row.deaths : row.rares
  const marks = (Array.isArray(list) ? list : []).filter(isRecord).flatMap(each => {
    const at = readTime(each.timestamp)
    const name = readText(each.character_name)
    if (at === null || name === null) return []
    return [{ kind, at, name, what: readText(each.name) ?? '', great: each.great === true }]
  })
  return { marks, next: readText(row.next) }
}

/** When who died, oldest first. */
export function deathsByName(marks: readonly Mark[]): Map<string, number[]> {
  const deaths = new Map<string, number[]>()
  for (const { kind, name, at } of marks) {
    if (kind === 'death')
      deaths.set(
        name,
        [...(deaths.get(name) ?? []), at].sort((a, b) => a - b),
      )
  }
  return deaths
}

/**
 * The outline of bars, one unit wide each, as high as their share of the highest of 100. A bucket of several bars
 * has them of one height: its mean.
 */
export function barsPath(buckets: readonly Bucket[], from: number, bucket: number, bars = 1): string {
  const most = Math.max(1, ...buckets.map(({ kills }) => kills))
  return buckets
    .filter(({ kills }) => kills > 0)
    .map(({ at, kills }) => {
      const x = Math.round((at - from) / bucket) * bars
      const height = Math.max(2, (100 * kills) / most).toFixed(1)
      return Array.from({ length: bars }, (_, n) => `M${x + n + 0.06} 100v-${height}h.84v${height}z`).join('')
    })
    .join('')
}
