import { text } from '../text'

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

const STEPS = [
  ...[1, 2, 5, 10, 15, 30].map(seconds => seconds * SECOND),
  ...[1, 2, 5, 10, 15, 30].map(minutes => minutes * MINUTE),
  ...[1, 2, 3, 6, 12].map(hours => hours * HOUR),
  ...[1, 2, 7, 14, 28, 56, 112, 364].map(days => days * DAY),
]

/** Round times where the reader is, at most about so many: whole seconds at the finest. */
export function timeTicks(from: number, to: number, most: number): number[] {
  const least = (to - from) / Math.max(1, most)
  const step = STEPS.find(each => each >= least) ?? STEPS.at(-1)!
  if (step >= DAY) return days(from, to, step / DAY)
  return step >= HOUR ? hours(from, to, step / HOUR) : minutes(from, to, step)
}

/** Fractions of an hour lie alike on both sides of a change of the clock, and in the hour that comes twice. */
function minutes(from: number, to: number, step: number): number[] {
  const offset = new Date(from).getTimezoneOffset() * MINUTE
  const ticks: number[] = []
  for (let at = Math.ceil((from - offset) / step) * step + offset; at <= to; at += step) ticks.push(at)
  return ticks
}

/** Counted by the reader's clock, so that they stay round where summer time begins or ends. */
function hours(from: number, to: number, step: number): number[] {
  const day = new Date(from)
  const ticks: number[] = []
  for (let n = 0; ; n++) {
    const at = new Date(day.getFullYear(), day.getMonth(), day.getDate(), n * step).getTime()
    if (at > to) return ticks
    // An hour that the clock leaves out is the next one once more.
    if (at >= from && at !== ticks.at(-1)) ticks.push(at)
  }
}

/** Midnights; each second, seventh and so on by the calendar, so that none jumps when the span moves on. */
function days(from: number, to: number, step: number): number[] {
  const first = new Date(from)
  const count = Math.floor(Date.UTC(first.getFullYear(), first.getMonth(), first.getDate()) / DAY)
  const ticks: number[] = []
  for (let n = (step - (count % step)) % step; ; n += step) {
    const at = new Date(first.getFullYear(), first.getMonth(), first.getDate() + n).getTime()
    if (at > to) return ticks
    if (at >= from) ticks.push(at)
  }
}

/** Times of day, to the second where they are close; the date at midnight and where steps are days. None comes twice. */
export function timeLabels(times: readonly number[]): string[] {
  const step = Math.min(...times.slice(1).map((time, index) => time - times[index]!))
  const seen = new Set<string>()
  return times.map(time => {
    const label = labelOf(time, step)
    // The hour that comes twice when summer time ends.
    const said = seen.has(label) ? text.chart.zoned(time, label) : label
    seen.add(said)
    return said
  })
}

function labelOf(time: number, step: number): string {
  const date = new Date(time)
  const midnight = date.getHours() === 0 && date.getMinutes() === 0 && date.getSeconds() === 0
  // Days of 23 hours are days.
  if (midnight || (Number.isFinite(step) && step >= DAY - HOUR)) return text.chart.day(time)
  return step < MINUTE ? text.chart.second(time) : text.clock(time)
}
