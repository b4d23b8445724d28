import type { Span } from './replay'

/** A stretch of time that the bar shows, milliseconds. */
export interface Stretch {
  from: number
  to: number
}

const MINUTE = 60_000
const HOUR = 60 * MINUTE

/**
 * How long a span is, the buckets in which its kills are counted, and how many bars a bucket is drawn as: the
 * server counts no finer than by five minutes, of which an hour would have a dozen blocks.
 */
export const SPAN: Record<Span, { length: number; bucket: number; bucketName: string; bars: number }> = {
  '1h': { length: HOUR, bucket: 5 * MINUTE, bucketName: '5m', bars: 5 },
  '6h': { length: 6 * HOUR, bucket: 5 * MINUTE, bucketName: '5m', bars: 1 },
  '24h': { length: 24 * HOUR, bucket: 10 * MINUTE, bucketName: '10m', bars: 1 },
  '7d': { length: 168 * HOUR, bucket: HOUR, bucketName: '1h', bars: 1 },
}

/**
 * What the bar shows: all up to now, or, where the time that is shown lies before that, a stretch that stays
 * while the time moves through its middle half.
 */
export function stretchOf(span: Span, time: number | null, now: number): Stretch {
  const { length, bucket } = SPAN[span]
  const end = Math.ceil(now / bucket) * bucket
  if (time === null || time >= end - length) return { from: end - length, to: end }
  const half = length / 2
  const from = Math.floor((time - length / 4) / half) * half
  return from + length > end ? { from: end - length, to: end } : { from, to: from + length }
}

/** Where a time lies within the stretch, 0 to 1 unless it is outside of it. */
export function shareOf({ from, to }: Stretch, time: number): number {
  return (time - from) / (to - from)
}

export function timeAt({ from, to }: Stretch, share: number): number {
  return from + (to - from) * Math.min(1, Math.max(0, share))
}

export interface Tick {
  at: number
  /** Midnight where the reader is: it is named by its day. */
  midnight: boolean
}

const TICK_MINUTES = [5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 2880]

/** Round times where the reader is, at least so many pixels apart. */
export function ticksOf({ from, to }: Stretch, width: number, gap: number): Tick[] {
  const least = ((to - from) / MINUTE) * (gap / Math.max(1, width))
  const minutes = TICK_MINUTES.find(each => each >= least) ?? 2880
  const day = new Date(from)
  const ticks: Tick[] = []
  for (let n = 0; ; n++) {
    // Counted by the reader's own clock, so that ticks stay round where summer time begins or ends.
    const date = new Date(day.getFullYear(), day.getMonth(), day.getDate(), 0, n * minutes)
    const at = date.getTime()
    if (at > to) return ticks
    if (at >= from) ticks.push({ at, midnight: date.getHours() === 0 && date.getMinutes() === 0 })
  }
}

/** Something that happened to somebody. */
export interface Mark {
  kind: 'death' | 'rare'
  at: number
  name: string
  /** What was found; empty for a death. */
  what: string
  great: boolean
}

/** Marks that stand so close that they are drawn as one. */
export interface MarkGroup {
  kind: Mark['kind']
  share: number
  marks: Mark[]
}

/** Puts marks of a kind together that would lie on each other. */
export function groupMarks(
  marks: readonly Mark[],
  stretch: Stretch,
  width: number,
  gap: number,
): MarkGroup[] {
  const groups: MarkGroup[] = []
  const last = new Map<Mark['kind'], { group: MarkGroup; first: number }>()
  for (const mark of [...marks].sort((a, b) => a.at - b.at)) {
    const share = shareOf(stretch, mark.at)
    if (share < 0 || share > 1) continue
    const before = last.get(mark.kind)
    if (before && (share - before.first) * width < gap) {
      before.group.marks.push(mark)
      continue
    }
    const group = { kind: mark.kind, share, marks: [mark] }
    groups.push(group)
    last.set(mark.kind, { group, first: share })
  }
  return groups
}

/** The next mark after a time, or the last one before it. */
export function markFrom(marks: readonly Mark[], time: number, by: 1 | -1): Mark | null {
  const ahead = marks.filter(({ at }) => (by > 0 ? at > time : at < time))
  return ahead.reduce<Mark | null>((best, mark) => {
    return !best || Math.abs(mark.at - time) < Math.abs(best.at - time) ? mark : best
  }, null)
}
