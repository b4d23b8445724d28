import { type Colour, colourOf, MOST_SERIES, onTimes, type Series } from '../../chart/data'
import { type Bucket, DAY, HOUR, killsPerHour, MINUTE, type Stretch } from '../../live/summary'

/** What can be charted of what the server stores. */
export const MEASURES = ['kills', 'deaths', 'tapers', 'rares'] as const
export type Measure = (typeof MEASURES)[number]

/** How far back, and in which steps: some hundred points each. */
export const SPANS = {
  '6h': { length: 6 * HOUR, bucket: 5 * MINUTE },
  '24h': { length: DAY, bucket: 15 * MINUTE },
  '7d': { length: 7 * DAY, bucket: 2 * HOUR },
  '30d': { length: 30 * DAY, bucket: 6 * HOUR },
} satisfies Record<string, Stretch>
export type SpanName = keyof typeof SPANS

/** Whom a line is of; an empty name is everybody. */
export interface Line {
  name: string
  buckets: readonly Bucket[]
}

/**
 * A line for each character. What happens now and then is counted by bucket for one, and added up for several:
 * their bars would hide each other.
 */
export function seriesOf(
  lines: readonly Line[],
  times: readonly number[],
  measure: Measure,
  bucket: number,
  nameOf: (name: string) => string,
): Series[] {
  return lines.map(({ name, buckets }, index) => {
    const values = valuesOf(buckets, times, measure, bucket)
    const addsUp = lines.length > 1 && isCounted(measure)
    return {
      name: nameOf(name),
      colour: lines.length > 1 ? colourOf(index) : COLOURS[measure],
      filled: lines.length === 1 && measure !== 'tapers',
      // Tapers are still in the packs while nobody plays.
      bridged: measure === 'tapers',
      values: addsUp ? addedUp(values) : values,
    }
  })
}

/** Whether it happens now and then, and is counted. */
export function isCounted(measure: Measure): boolean {
  return measure === 'deaths' || measure === 'rares'
}

const COLOURS: Record<Measure, Colour> = { kills: 'accent', deaths: 'bad', tapers: 'series-2', rares: 'rare' }

function valuesOf(buckets: readonly Bucket[], times: readonly number[], measure: Measure, bucket: number) {
  const rows = buckets.flatMap((each): [number, number][] => {
    const value = measure === 'kills' ? killsPerHour(each, bucket) : each[measure]
    return value === null ? [] : [[each.at, value]]
  })
  return onTimes(times, new Map(rows), null)
}

function addedUp(values: readonly (number | null)[]): (number | null)[] {
  // A line without a single bucket stays empty; else it begins with nothing.
  if (values.every(value => value === null)) return [...values]
  let sum = 0
  return values.map(value => {
    sum += value ?? 0
    return sum
  })
}

/** What a line came to over its span. */
export interface Totals {
  kills: number
  /** By the time online; null: it was not. */
  killsPerHour: number | null
  deaths: number
  tapersUsed: number
  rares: number
}

export function totalsOf(buckets: readonly Bucket[]): Totals {
  const sum = (of: 'kills' | 'unseen' | 'deaths' | 'tapersUsed' | 'rares' | 'secondsOnline') =>
    buckets.reduce((all, bucket) => all + bucket[of], 0)
  const [kills, hours] = [sum('kills'), sum('secondsOnline') / 3600]
  return {
    kills,
    killsPerHour: hours > 0 ? (kills - sum('unseen')) / hours : null,
    deaths: sum('deaths'),
    tapersUsed: sum('tapersUsed'),
    rares: sum('rares'),
  }
}

/** Those who are compared: the one whom the window is of first, nobody twice, no more than can be told apart. */
export function comparedWith(character: string, others: readonly string[]): string[] {
  return [...new Set([character, ...others])].slice(0, MOST_SERIES)
}
