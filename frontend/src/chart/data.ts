/** Tokens of the theme that a line or a bar may be drawn in. */
export type Colour =
  | `series-${1 | 2 | 3 | 4 | 5 | 6}`
  | `vital-${'health' | 'stamina' | 'mana'}`
  | 'accent'
  | 'good'
  | 'warn'
  | 'bad'
  | 'rare'

/** One line of a chart: a value for each of the chart's times. */
export interface Series {
  name: string
  /** As long as the chart's times; null: nothing is known of that time, and the line has a gap there. */
  values: readonly (number | null)[]
  colour: Colour
  /** A tint below the line. */
  filled?: boolean
  /** Whether the line goes on over what is not known: it stayed about as it was. */
  bridged?: boolean
}

/** What a chart shows: times in milliseconds, rising, and the lines over them. */
export interface ChartData {
  times: readonly number[]
  series: readonly Series[]
}

/** So many lines can be told apart. */
export const MOST_SERIES = 6

/** The colour of the nth of several lines of one kind, such as characters that are compared. */
export function colourOf(index: number): Colour {
  return `series-${((index % MOST_SERIES) + 1) as 1 | 2 | 3 | 4 | 5 | 6}`
}

/** The dashes of the nth line, so that lines are told apart without their colours too. */
export function dashOf(index: number): number[] {
  return DASHES[index % DASHES.length]!
}

const DASHES = [[], [6, 3], [2, 3], [10, 3, 2, 3], [4, 4], [1, 4]]

/** Whether there is anything to draw. */
export function isEmpty({ series }: ChartData): boolean {
  return series.every(({ values }) => values.every(value => value === null))
}

export interface Extremes {
  lowest: number
  highest: number
  highestAt: number
  last: number
}

/** What is to be said of a line in words; null: it has no value at all. */
export function extremes(times: readonly number[], values: readonly (number | null)[]): Extremes | null {
  let found: Extremes | null = null
  values.forEach((value, index) => {
    const at = times[index]
    if (value === null || at === undefined) return
    found ??= { lowest: value, highest: value, highestAt: at, last: value }
    if (value > found.highest) [found.highest, found.highestAt] = [value, at]
    found.lowest = Math.min(found.lowest, value)
    found.last = value
  })
  return found
}

/** A stretch of time, in milliseconds: the beginning is in it, the end is not. */
export interface Span {
  from: number
  to: number
}

/** The beginnings of all buckets of a span; their widths are milliseconds. */
export function bucketTimes({ from, to }: Span, width: number): number[] {
  const count = Math.max(0, Math.ceil((to - from) / width))
  return Array.from({ length: count }, (_, index) => from + index * width)
}

/** Values by time laid onto the chart's times; `missing` where there is none. */
export function onTimes<T extends number | null>(
  times: readonly number[],
  values: ReadonlyMap<number, number>,
  missing: T,
): (number | T)[] {
  return times.map(time => values.get(time) ?? missing)
}

/** Lines that each have times of their own, over all of these times. */
export function together(
  lines: readonly (Omit<Series, 'values'> & { points: readonly (readonly [at: number, value: number])[] })[],
): ChartData {
  const times = [...new Set(lines.flatMap(line => line.points.map(([at]) => at)))].sort((a, b) => a - b)
  const series = lines.map(({ points, ...line }) => ({
    ...line,
    values: onTimes(times, new Map(points), null),
  }))
  return { times, series }
}

/** Marks of a scale from nothing to `most`: whole numbers, at most so many. */
export function wholeMarks(most: number, count: number): number[] {
  if (!(most > 0)) return [0, 1]
  const least = Math.max(1, most / Math.max(1, count))
  const power = 10 ** Math.floor(Math.log10(least))
  const step = [1, 2, 5, 10].map(each => each * power).find(each => each >= least)!
  const marks: number[] = []
  for (let mark = 0; mark < most; mark += step) marks.push(mark)
  marks.push(marks.length * step)
  return marks
}
