import { beforeEach, describe, expect, test } from 'vitest'
import { type Trail, type TrailLine, Trails } from './trails'

const START = Date.UTC(2026, 4, 4, 18, 0, 0)
const at = (seconds: number) => START + seconds * 1000
const row = (name: string, seconds: number, ew: number) => ({
  timestamp: new Date(at(seconds)).toISOString(),
  character_name: name,
  ew,
  ns: 0,
  z: 0,
})

const east = (trail: TrailLine) => (trail as Trail).points().map(({ ew }) => ew)

let trails: Trails

beforeEach(() => {
  trails = new Trails()
})

describe('trails', () => {
  test('are read by character, oldest first', () => {
    trails.load({ trails: [row('A', 0, 1), row('B', 1, 5), row('A', 5, 2)] })
    expect(east(trails.get('A'))).toEqual([1, 2])
    expect((trails.get('B') as Trail).points()).toEqual([{ at: at(1), ew: 5, ns: 0 }])
    expect(trails.get('nobody')).toHaveLength(0)
  })

  test('grow with what is reported', () => {
    trails.load({ trails: [row('A', 0, 1)] })
    trails.add('A', { at: at(2), ew: 1.5, ns: 0 })
    expect(east(trails.get('A'))).toEqual([1, 1.5])
  })

  test('take no step twice, none backwards in time and none too small to see', () => {
    trails.add('A', { at: at(10), ew: 1, ns: 0 })
    const { version } = trails
    trails.add('A', { at: at(10), ew: 2, ns: 0 })
    trails.add('A', { at: at(8), ew: 3, ns: 0 })
    trails.add('A', { at: at(12), ew: 1.005, ns: 0 })
    expect(trails.get('A')).toHaveLength(1)
    expect(trails.version).toBe(version)
  })

  test('a past that comes late is joined before the present', () => {
    trails.add('A', { at: at(100), ew: 9, ns: 0 })
    trails.load({ trails: [row('A', 90, 8), row('A', 100, 9), row('A', 110, 10)] })
    expect(east(trails.get('A'))).toEqual([8, 9])
  })

  test('forget what is older than ten minutes', () => {
    trails.load({ trails: [row('A', 0, 1), row('A', 300, 2), row('B', 0, 1)] })
    trails.trim(at(700))
    expect(east(trails.get('A'))).toEqual([2])
    expect(trails.size).toBe(1)
  })

  test.each([[null], [{}], [{ trails: 'long' }], [{ trails: [null, 4, { ...row('A', 0, 1), ew: 'x' }] }]])(
    'nonsense leaves none: %j',
    body => {
      trails.load(body)
      expect(trails.size).toBe(0)
    },
  )

  test('tell where somebody is heading', () => {
    trails.load({
      trails: [row('A', 0, 1), row('A', 5, 1.1), row('A', 6, 1.11), row('B', 0, 0), row('B', 5, 50)],
    })
    expect(trails.direction('A')).toBeCloseTo(Math.PI / 2)
    expect(trails.direction('B')).toBeNull()
    expect(trails.direction('nobody')).toBeNull()
  })

  test('stay bounded however long somebody runs', () => {
    for (let i = 0; i < 5000; i++) trails.add('A', { at: at(i), ew: i, ns: 0 })
    expect(trails.get('A')).toHaveLength(600)
    expect(east(trails.get('A')).slice(0, 2)).toEqual([4400, 4401])
    expect(trails.get('A').at(599)).toBe(at(4999))
  })
})
