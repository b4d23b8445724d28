import { expect, test } from 'vitest'
import { HOUR, killsPerHour, MINUTE, readSummary, spanOf, summaryPath } from './summary'

const bucket = {
  timestamp: '2026-05-04T18:20:00Z',
  kills: 7,
  kills_unseen: 2,
  kills_per_hour: 84.5,
  deaths: 1,
  rares: 2,
  seconds_online: 290,
}

test('reads buckets, leaving out what makes no sense', () => {
  const buckets = readSummary({
    buckets: [{ ...bucket, tapers_used: 3, tapers_last: 900 }, null, { kills: 1 }],
  })
  expect(buckets).toEqual([
    {
      at: Date.parse('2026-05-04T18:20:00Z'),
      kills: 7,
      killsPerHour: 84.5,
      unseen: 2,
      secondsOnline: 290,
      deaths: 1,
      rares: 2,
      tapersUsed: 3,
      tapers: 900,
    },
  ])
  for (const nonsense of [null, 3, [], { buckets: {} }]) expect(readSummary(nonsense)).toEqual([])
})

test('kills an hour go by the time online, else by the bucket', () => {
  const [read] = readSummary({ buckets: [bucket] })
  expect(killsPerHour(read!, 5 * MINUTE)).toBe(84.5)
  expect(killsPerHour({ ...read!, killsPerHour: null }, 5 * MINUTE)).toBe(60)
})

test('a span is whole buckets around its time', () => {
  const now = Date.parse('2026-05-04T18:21:07Z')
  const { from, to } = spanOf({ length: HOUR, bucket: 5 * MINUTE }, now)
  expect([new Date(from), new Date(to)].map(each => each.toISOString().slice(11, 16))).toEqual([
    '17:20',
    '18:25',
  ])
})

test('without a name it is everybody', () => {
  expect(summaryPath('', { length: HOUR, bucket: HOUR }, 0)).not.toContain('character')
})

test('a name is escaped in the path', () => {
  const path = summaryPath('A&b=c', { length: HOUR, bucket: HOUR }, 0)
  expect(path).toBe('/history/summary?character=A%26b%3Dc&bucket=60m&from=1970-01-01T00%3A00%3A00.000Z')
})
