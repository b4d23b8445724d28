import { isRecord, readNumber, readTime } from './player'

export const MINUTE = 60_000
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

/** What a character did within a stretch of time, as `GET /history/summary` tells it. */
export interface Bucket {
  /** When it begins, milliseconds. */
  at: number
  kills: number
  /** Of them, those made before it was heard of, or in a gap: nobody knows how fast. */
  unseen: number
  /** The others by the time online; null: it was not online. */
  killsPerHour: number | null
  secondsOnline: number
  deaths: number
  rares: number
  tapersUsed: number
  /** In the packs at the end; null: not told. */
  tapers: number | null
}

/** Kills an hour: by the time online, or by the bucket's width where too little was heard to know that. */
export function killsPerHour({ kills, unseen, killsPerHour }: Bucket, bucket: number): number {
  return killsPerHour ?? ((kills - unseen) * HOUR) / bucket
}

export function readSummary(body: unknown): Bucket[] {
  const list = isRecord(body) && Array.isArray(body.buckets) ? body.buckets : []
  return list.map(readBucket).filter(bucket => bucket !== null)
}

function readBucket(row: unknown): Bucket | null {
  if (!isRecord(row)) return null
  const at = readTime(row.timestamp)
  if (at === null) return null
  return {
    at,
    kills: readNumber(row.kills) ?? 0,
    unseen: readNumber(row.kills_unseen) ?? 0,
    killsPerHour: readNumber(row.kills_per_hour),
    secondsOnline: readNumber(row.seconds_online) ?? 0,
    deaths: readNumber(row.deaths) ?? 0,
    rares: readNumber(row.rares) ?? 0,
    tapersUsed: readNumber(row.tapers_used) ?? 0,
    tapers: readNumber(row.tapers_last),
  }
}

/** A stretch of time up to now, in buckets; both in milliseconds. */
export interface Stretch {
  length: number
  bucket: number
}

/** Whole buckets around the stretch that ends now: those of the server begin at multiples of their width. */
export function spanOf({ length, bucket }: Stretch, now: number): { from: number; to: number } {
  const to = Math.ceil(now / bucket) * bucket
  return { from: Math.floor((now - length) / bucket) * bucket, to }
}

/** Without a name it is about everybody. */
export function summaryPath(character: string, { bucket }: Stretch, from: number): string {
  const query = new URLSearchParams({
    ...(character && { character }),
    bucket: `${bucket / MINUTE}m`,
    from: new Date(from).toISOString(),
  })
  return `/history/summary?${query}`
}
