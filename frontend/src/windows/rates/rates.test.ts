import { describe, expect, test } from 'vitest'
import { type Bucket, HOUR } from '../../live/summary'
import { comparedWith, type MEASURES, SPANS, seriesOf, totalsOf } from './rates'
import { readWish } from './useWish'
import { type Vitals, vitalsChart } from './vitals'

const bucket = (at: number, more: Partial<Bucket> = {}): Bucket => ({
  at,
  kills: 10,
  killsPerHour: 120,
  unseen: 0,
  secondsOnline: 300,
  deaths: 0,
  rares: 0,
  tapersUsed: 1,
  tapers: null,
  ...more,
})
const as = (name: string) => name || 'Everybody'
const times = [0, 10, 20, 30]

describe('lines', () => {
  const a = { name: 'A', buckets: [bucket(0, { deaths: 1 }), bucket(20, { deaths: 2, tapers: 900 })] }
  const b = { name: '', buckets: [bucket(10, { killsPerHour: null })] }
  const nobody = { name: 'C', buckets: [] }
  const values = (lines: Parameters<typeof seriesOf>[0], measure: (typeof MEASURES)[number]) =>
    seriesOf(lines, times, measure, HOUR, as).map(line => line.values)

  test('of one character: kills an hour, and counts by bucket, with gaps', () => {
    expect(values([a], 'kills')).toEqual([[120, null, 120, null]])
    expect(values([a], 'deaths')).toEqual([[1, null, 2, null]])
    expect(values([a], 'tapers')).toEqual([[null, null, 900, null]])
  })
  test('of several characters counts add up, and whoever was away has no line', () => {
    expect(values([a, nobody], 'deaths')).toEqual([
      [1, 1, 3, 3],
      [null, null, null, null],
    ])
    expect(values([a, b], 'kills')[1]).toEqual([null, 10, null, null])
  })
  test('are named, everybody too, and differ', () => {
    const series = seriesOf([a, b], times, 'kills', HOUR, as)
    expect(series.map(({ name }) => name)).toEqual(['A', 'Everybody'])
    expect(series[0]?.colour).not.toBe(series[1]?.colour)
    expect(seriesOf([a], times, 'rares', HOUR, as)[0]?.colour).toBe('rare')
  })
})

test('totals are sums, and kills an hour go by the time online', () => {
  const buckets = [bucket(0, { deaths: 2, rares: 1 }), bucket(5, { kills: 20 })]
  expect(totalsOf(buckets)).toEqual({ kills: 30, killsPerHour: 180, deaths: 2, tapersUsed: 2, rares: 1 })
  // What was killed while nobody looked counts, but has no pace.
  const beside = [bucket(0, { kills: 5010, unseen: 5000 }), bucket(5, { kills: 20 })]
  expect(totalsOf(beside)).toMatchObject({ kills: 5030, killsPerHour: 180 })
  expect(totalsOf([]).killsPerHour).toBeNull()
})

test('spans have some hundred points, in buckets that the server has', () => {
  for (const { length, bucket: width } of Object.values(SPANS)) {
    expect(length % width).toBe(0)
    expect(length / width).toBeGreaterThan(50)
    expect(length / width).toBeLessThan(200)
  }
})

test('nobody is compared twice, and not more than can be told apart', () => {
  expect(comparedWith('A', ['B', 'A', 'B'])).toEqual(['A', 'B'])
  expect(comparedWith('A', [...'BCDEFGHIJ'])).toHaveLength(6)
})

describe('vitals', () => {
  const heard = (...rows: [number, Partial<Vitals>][]) =>
    rows.map(([at, value]) => ({ at, value: { health: null, stamina: null, mana: null, ...value } }))
  test('of one are all three', () => {
    const { times: at, series } = vitalsChart(
      [{ name: 'A', heard: heard([1, { health: 80, mana: 30 }], [2, { health: 60 }]) }],
      vital => vital,
    )
    expect(at).toEqual([1, 2])
    expect(series.map(({ name, values }) => [name, values])).toEqual([
      ['health', [80, 60]],
      ['stamina', [null, null]],
      ['mana', [30, null]],
    ])
  })
  test('of several are the health, held until the next report', () => {
    const { series } = vitalsChart(
      [
        { name: 'A', heard: heard([1, { health: 80 }], [3, { health: 60 }]) },
        { name: 'B', heard: heard([2, { health: 50 }]) },
      ],
      vital => vital,
    )
    expect(series.map(({ values }) => values)).toEqual([
      [80, 80, 60],
      [null, 50, null],
    ])
  })
})

test('what was wanted is remembered, and nonsense is not', () => {
  expect(readWish('{"span":"7d","others":["A","",3]}')).toEqual({ span: '7d', others: ['A'] })
  for (const nonsense of [null, '{', '3', '{"span":"toString","others":"A"}']) {
    expect(readWish(nonsense)).toEqual({ span: '24h', others: [] })
  }
})
