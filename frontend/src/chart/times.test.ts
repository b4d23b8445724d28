import { afterEach, describe, expect, test } from 'vitest'
import { timeLabels, timeTicks } from './times'

const own = process.env.TZ

afterEach(() => {
  if (own === undefined) delete process.env.TZ
  else process.env.TZ = own
})

const at = (text: string) => new Date(text).getTime()
const labels = (from: string, to: string, most = 6) => timeLabels(timeTicks(at(from), at(to), most))

describe('the times along a chart', () => {
  test('are to the second where a span is of seconds or a few minutes', () => {
    process.env.TZ = 'UTC'
    expect(labels('2026-05-04T20:00:00', '2026-05-04T20:00:04.500')).toEqual([
      '20:00:00',
      '20:00:01',
      '20:00:02',
      '20:00:03',
      '20:00:04',
    ])
    expect(labels('2026-05-04T20:00:20', '2026-05-04T20:02:00')).toEqual([
      '20:00:30',
      '20:01:00',
      '20:01:30',
      '20:02:00',
    ])
  })

  test('have the date once where a day begins, whatever the step', () => {
    process.env.TZ = 'Europe/Berlin'
    expect(labels('2026-05-04T23:59:30', '2026-05-05T00:01:00')).toEqual([
      '23:59:30',
      '23:59:45',
      '5 May',
      '00:00:15',
      '00:00:30',
      '00:00:45',
      '00:01:00',
    ])
    expect(labels('2026-05-04T19:00:00', '2026-05-05T03:00:00')).toEqual(['20:00', '22:00', '5 May', '02:00'])
  })

  test('go by the reader’s clock where summer time begins', () => {
    process.env.TZ = 'Europe/Berlin'
    expect(labels('2026-03-29T00:00:00', '2026-03-29T06:00:00')).toEqual([
      '29 Mar',
      '01:00',
      '03:00',
      '04:00',
      '05:00',
      '06:00',
    ])
  })

  test('tell the hour that comes twice apart where summer time ends', () => {
    process.env.TZ = 'Europe/Berlin'
    const first = at('2026-10-25T02:00:00')
    const said = timeLabels(timeTicks(first, first + 7_200_000, 8))
    expect(new Set(said).size).toBe(said.length)
    expect(said.slice(0, 4)).toEqual(['02:00', '02:15', '02:30', '02:45'])
    expect(said[4]).toMatch(/^02:00 (CET|GMT.1)$/)
    // In the midst of the second of them there are times as well.
    expect(timeTicks(first + 4_000_000, first + 5_000_000, 6).length).toBeGreaterThan(2)
  })

  test('are midnights over days, also around a change of the clock', () => {
    process.env.TZ = 'Europe/Berlin'
    expect(labels('2026-10-22T10:00:00', '2026-10-28T10:00:00', 7)).toEqual([
      '23 Oct',
      '24 Oct',
      '25 Oct',
      '26 Oct',
      '27 Oct',
      '28 Oct',
    ])
    expect(labels('2026-03-28T00:00:00', '2026-03-30T00:00:00', 2)).toEqual(['28 Mar', '29 Mar', '30 Mar'])
  })

  test('stay in their places while the span moves on', () => {
    process.env.TZ = 'America/St_Johns'
    for (const hours of [0.02, 0.5, 6, 30, 200, 2000]) {
      const span = hours * 3_600_000
      const from = at('2026-05-04T20:07:13')
      const before = new Set(timeTicks(from, from + span, 6))
      const after = timeTicks(from + span / 10, from + span * 1.1, 6)
      expect(after.filter(time => time <= from + span).every(time => before.has(time))).toBe(true)
    }
  })

  test('are never more than there is room for, nor two of a kind', () => {
    for (const zone of ['UTC', 'Asia/Kathmandu', 'America/New_York', 'Australia/Lord_Howe']) {
      process.env.TZ = zone
      for (const begin of ['2026-03-08T01:00:00Z', '2026-04-04T13:10:00Z', '2026-11-01T05:50:00Z']) {
        for (let span = 2000; span < 4e10; span *= 3.7) {
          const said = timeLabels(timeTicks(at(begin), at(begin) + span, 6))
          expect(said.length).toBeLessThanOrEqual(8)
          expect(new Set(said).size).toBe(said.length)
        }
      }
    }
  })

  test('a single time is said to the minute', () => {
    process.env.TZ = 'UTC'
    expect(timeLabels([at('2026-05-04T20:07:00')])).toEqual(['20:07'])
  })
})
