import type { Mark } from './mark'

// Deaths and rares of the last day: more would only cover the land.
const AGE = 86_400_000
// While the past is played, what is asked for changes with the hour, and what is shown with the minute.
const HOUR = 3_600_000
const MINUTE = 60_000

/** What happened within the day before a time of the past, or of now, where it is null. */
export function lately(marks: readonly Mark[], past: number | null, now: number): Mark[] {
  const to = past ?? Number.POSITIVE_INFINITY
  const from = (past ?? now) - AGE
  return marks.filter(({ at = 0 }) => at >= from && at <= to)
}

/** The parameters that ask for all that lately shows within an hour of the past; none for now. */
export function spanBefore(past: number | null): string {
  if (past === null) return ''
  const hour = Math.floor(past / HOUR) * HOUR
  const iso = (time: number) => encodeURIComponent(new Date(time).toISOString())
  return `&from=${iso(hour - AGE)}&to=${iso(hour + HOUR)}`
}

/** The parameter that asks for what was by the hour of a time of the past; none for now. */
export function untilHour(past: number | null): string {
  return past === null
    ? ''
    : `&to=${encodeURIComponent(new Date(Math.ceil(past / HOUR) * HOUR).toISOString())}`
}

/** The end of the minute that a time lies in; null stays null. */
export function minuteOf(time: number | null): number | null {
  return time === null ? null : (Math.floor(time / MINUTE) + 1) * MINUTE
}
