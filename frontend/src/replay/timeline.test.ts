import { describe, expect, test } from 'vitest'
import { barsPath, deathsByName, readBuckets, readMarks } from './summary'
import { groupMarks, type Mark, markFrom, SPAN, shareOf, stretchOf, ticksOf, timeAt } from './timeline'

const NOW = Date.UTC(2026, 4, 4, 18, 21, 7)
const HOUR = 3_600_000

describe('the stretch that the bar shows', () => {
  test('ends now while it is live or the time lies within it', () => {
    const live = stretchOf('24h', null, NOW)
    expect(live.to - live.from).toBe(24 * HOUR)
    expect(live.to).toBeGreaterThanOrEqual(NOW)
    expect(live.to - NOW).toBeLessThan(SPAN['24h'].bucket)
    expect(stretchOf('24h', NOW - 6 * HOUR, NOW)).toEqual(live)
  })

  test('holds an earlier time in its middle half, and stays while the time goes on there', () => {
    for (let ago = 8; ago < 100; ago += 0.37) {
      const time = NOW - ago * HOUR
      const stretch = stretchOf('6h', time, NOW)
      expect(stretch.to - stretch.from).toBe(6 * HOUR)
      expect(shareOf(stretch, time)).toBeGreaterThanOrEqual(stretch.to > NOW ? 0 : 0.25)
      expect(shareOf(stretch, time)).toBeLessThanOrEqual(0.75)
      if (shareOf(stretch, time) < 0.7) expect(stretchOf('6h', time + 60_000, NOW)).toEqual(stretch)
    }
  })

  test('buckets lie whole in it', () => {
    for (const span of ['1h', '6h', '24h', '7d'] as const) {
      const { from, to } = stretchOf(span, NOW - 500 * HOUR, NOW)
      expect(from % SPAN[span].bucket).toBe(0)
      expect((to - from) % SPAN[span].bucket).toBe(0)
    }
  })

  test('times and shares of it are each other', () => {
    const stretch = { from: 1000, to: 3000 }
    expect(timeAt(stretch, shareOf(stretch, 1500))).toBe(1500)
    expect(timeAt(stretch, -1)).toBe(1000)
    expect(timeAt(stretch, 7)).toBe(3000)
  })
})

describe('ticks', () => {
  test.each([
    ['1h', 1060],
    ['6h', 1060],
    ['24h', 1060],
    ['24h', 366],
    ['7d', 1060],
    ['7d', 366],
  ] as const)('of %s on %i pixels are round and apart', (span, width) => {
    const stretch = stretchOf(span, null, NOW)
    const ticks = ticksOf(stretch, width, 56)
    expect(ticks.length).toBeGreaterThan(2)
    for (const [n, { at, midnight }] of ticks.entries()) {
      expect(at).toBeGreaterThanOrEqual(stretch.from)
      expect(at).toBeLessThanOrEqual(stretch.to)
      expect(new Date(at).getMinutes() % 5).toBe(0)
      expect(midnight).toBe(new Date(at).getHours() === 0 && new Date(at).getMinutes() === 0)
      if (n > 0)
        expect((shareOf(stretch, at) - shareOf(stretch, ticks[n - 1]!.at)) * width).toBeGreaterThanOrEqual(56)
    }
  })

  test('there are some even without any width', () => {
    expect(ticksOf({ from: 0, to: HOUR }, 0, 56).length).toBeLessThan(3)
  })
})

const mark = (kind: Mark['kind'], at: number, name = 'A'): Mark => ({
  kind,
  at,
  name,
  what: '',
  great: false,
})

describe('marks', () => {
  test('that lie on each other are one, but only of a kind', () => {
    const marks = [
      mark('death', 500),
      mark('death', 505),
      mark('rare', 502),
      mark('death', 530),
      mark('rare', 2000),
    ]
    const groups = groupMarks(marks, { from: 0, to: 1000 }, 1000, 10)
    expect(groups.map(({ kind, share, marks }) => [kind, share, marks.length])).toEqual([
      ['death', 0.5, 2],
      ['rare', 0.502, 1],
      ['death', 0.53, 1],
    ])
  })

  test('the next and the last one are found from any time', () => {
    const marks = [mark('death', 30), mark('rare', 10), mark('rare', 20)]
    expect(markFrom(marks, 10, 1)?.at).toBe(20)
    expect(markFrom(marks, 25, -1)?.at).toBe(20)
    expect(markFrom(marks, 10, -1)).toBeNull()
  })
})

describe('what the server tells', () => {
  test('of buckets, without nonsense', () => {
    const row = { timestamp: '2026-05-04T18:20:00Z', kills: 12, deaths: 1, rares: null }
    expect(
      readBuckets({
        buckets: [row, { kills: 3 }, null, { ...row, kills: -4 }, { ...row, kills_unseen: 10 }],
      }),
    ).toEqual([
      { at: Date.UTC(2026, 4, 4, 18, 20), kills: 12, deaths: 1, rares: 0 },
      { at: Date.UTC(2026, 4, 4, 18, 20), kills: 0, deaths: 1, rares: 0 },
      // What was killed before anybody looked is not of this time.
      { at: Date.UTC(2026, 4, 4, 18, 20), kills: 2, deaths: 1, rares: 0 },
    ])
    expect(readBuckets(null)).toEqual([])
  })

  test('of deaths and rares', () => {
    const at = '2026-05-04T18:20:00Z'
    const rares = {
      rares: [{ timestamp: at, character_name: 'A', name: 'Pearl', great: true }, {}],
      next: 'c',
    }
    expect(readMarks('rare', rares)).toEqual({
      marks: [{ kind: 'rare', at: Date.parse(at), name: 'A', what: 'Pearl', great: true }],
      next: 'c',
    })
    expect(readMarks('death', { deaths: [{ timestamp: at, character_name: 'A' }] }).marks).toHaveLength(1)
    expect(readMarks('death', 7)).toEqual({ marks: [], next: null })
  })

  test('deaths by name, oldest first', () => {
    const deaths = deathsByName([mark('death', 9), mark('rare', 1), mark('death', 3), mark('death', 5, 'B')])
    expect([...deaths]).toEqual([
      ['A', [3, 9]],
      ['B', [5]],
    ])
  })

  test('bars are as high as their share of the highest, and never invisible', () => {
    const bucket = (at: number, kills: number) => ({ at, kills, deaths: 0, rares: 0 })
    const path = barsPath([bucket(0, 1000), bucket(10, 500), bucket(20, 0), bucket(30, 1)], 0, 10)
    expect(path).toBe('M0.06 100v-100.0h.84v100.0zM1.06 100v-50.0h.84v50.0zM3.06 100v-2.0h.84v2.0z')
    expect(barsPath([], 0, 10)).toBe('')
  })

  test('an hour has as many bars as minutes, of one height where they are counted together', () => {
    const { length, bucket, bars } = SPAN['1h']
    expect((length / bucket) * bars).toBe(60)
    const path = barsPath([{ at: bucket, kills: 9, deaths: 0, rares: 0 }], 0, bucket, bars)
    expect(path.match(/M[\d.]+/g)).toEqual(['M5.06', 'M6.06', 'M7.06', 'M8.06', 'M9.06'])
    expect(new Set(path.match(/v-[\d.]+/g))).toEqual(new Set(['v-100.0']))
  })
})
