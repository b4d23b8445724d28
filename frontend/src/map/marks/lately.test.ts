import { describe, expect, test } from 'vitest'
import { lately, minuteOf, spanBefore, untilHour } from './lately'
import type { Mark } from './mark'

const NOW = Date.UTC(2026, 4, 4, 18, 21, 7)
const HOUR = 3_600_000
const mark = (at: number): Mark => ({ id: `${at}`, kind: 'death', name: 'A', ew: 1, ns: 2, rank: 1, at })

describe('what happened lately', () => {
  const marks = [mark(NOW + 500), mark(NOW - HOUR), mark(NOW - 23 * HOUR), mark(NOW - 25 * HOUR)]

  test('is of the last day, and takes what a clock ahead of ours tells', () => {
    expect(lately(marks, null, NOW)).toEqual(marks.slice(0, 3))
  })

  test('in the past is what had happened by then', () => {
    expect(lately(marks, NOW - 2 * HOUR, NOW)).toEqual(marks.slice(2))
    expect(lately(marks, NOW - 100 * HOUR, NOW)).toEqual([])
  })

  test('is asked for by the hour, so that playing asks seldom', () => {
    expect(spanBefore(null)).toBe('')
    expect(decodeURIComponent(spanBefore(NOW))).toBe(
      '&from=2026-05-03T18:00:00.000Z&to=2026-05-04T19:00:00.000Z',
    )
    expect(spanBefore(NOW + 60_000)).toBe(spanBefore(NOW))
  })

  test('changes by the minute', () => {
    expect(minuteOf(null)).toBeNull()
    expect(minuteOf(NOW)).toBe(Date.UTC(2026, 4, 4, 18, 22))
    expect(minuteOf(NOW + 1000)).toBe(minuteOf(NOW))
  })
})

test('heat of the past is asked for by the hour, so that playing asks once an hour', () => {
  const at = (text: string) => Date.parse(text)
  expect(untilHour(null)).toBe('')
  expect(untilHour(at('2026-05-04T11:07:13Z'))).toBe('&to=2026-05-04T12%3A00%3A00.000Z')
  expect(untilHour(at('2026-05-04T11:59:59Z'))).toBe('&to=2026-05-04T12%3A00%3A00.000Z')
  expect(untilHour(at('2026-05-04T12:00:00Z'))).toBe('&to=2026-05-04T12%3A00%3A00.000Z')
})
