import { describe, expect, test } from 'vitest'
import type { Chunk } from './chunk'
import { type PastPlace, placesAt, statesAt } from './places'
import { PastTrails } from './trails'

const FROM = Date.UTC(2026, 4, 4, 11, 40)
const nobody = new Map<string, number[]>()

/** A stretch with a frame each ten seconds. */
function chunkOf(ways: Record<string, ([number, number] | null)[]>, from = FROM, step = 10_000): Chunk {
  const tracks = Object.entries(ways).map(([name, way]) => {
    const ew = Float32Array.from(way, place => place?.[0] ?? Number.NaN)
    return [name, { ew, ns: Float32Array.from(way, place => place?.[1] ?? 0) }] as const
  })
  return { from, step, frames: Object.values(ways)[0]!.length, tracks: new Map(tracks) }
}

const all = (chunk: Chunk, time: number, before: Chunk | null = null, deaths = nobody): PastPlace[] =>
  placesAt(chunk, statesAt(chunk, before, time), time, deaths)
const one = (chunk: Chunk, seconds: number, before: Chunk | null = null) =>
  all(chunk, FROM + seconds * 1000, before)[0]

describe('between two frames', () => {
  const walk = chunkOf({ A: [[10, 50], [11, 51], null, [11, 51]] })

  test('somebody is on the straight way', () => {
    expect(one(walk, 0)).toMatchObject({ ew: 10, ns: 50 })
    expect(one(walk, 2.5)!.ew).toBeCloseTo(10.25)
    expect(one(walk, 2.5)!.ns).toBeCloseTo(50.25)
  })

  test('who leaves stays until the frame without them, and who comes back appears with theirs', () => {
    expect(one(walk, 19)).toMatchObject({ ew: 11, ns: 51 })
    expect(one(walk, 20)).toBeUndefined()
    expect(one(walk, 29)).toBeUndefined()
    expect(one(walk, 30)).toMatchObject({ ew: 11, ns: 51 })
  })

  test('a portal is not walked through', () => {
    const jump = chunkOf({
      A: [
        [10, 50],
        [60, -20],
      ],
    })
    expect(one(jump, 4)).toMatchObject({ ew: 10, ns: 50 })
    expect(one(jump, 6)).toMatchObject({ ew: 60, ns: -20 })
  })

  test('times outside of the stretch are its ends', () => {
    const two = chunkOf({
      A: [
        [10, 50],
        [11, 50],
      ],
    })
    expect(one(two, -50)).toMatchObject({ ew: 10 })
    expect(one(two, 500)).toMatchObject({ ew: 11 })
  })

  test('the heading is that of the way, and stays while somebody stands', () => {
    const stand = chunkOf({
      A: [
        [10, 50],
        [11, 50],
        [11, 50],
        [11, 50],
      ],
    })
    expect(one(stand, 1)!.heading).toBeCloseTo(Math.PI / 2)
    expect(one(stand, 25)!.heading).toBeCloseTo(Math.PI / 2)
    expect(
      one(
        chunkOf({
          A: [
            [1, 1],
            [1, 1],
          ],
        }),
        5,
      )!.heading,
    ).toBeNull()
  })
})

describe('what somebody was at', () => {
  const repeat = (n: number, place: (k: number) => [number, number]) =>
    Array.from({ length: n }, (_, k) => place(k))

  test('a runner travels, a hunter stays about, who stands for minutes is idle', () => {
    const chunk = chunkOf({
      Runner: repeat(40, k => [k * 0.3, 60]),
      Hunter: repeat(40, k => [10 + (k % 5) * 0.05, 60]),
      Idler: repeat(40, () => [20, 60]),
    })
    const states = all(chunk, FROM + 390_000).map(({ name, state }) => [name, state])
    expect(states).toEqual([
      ['Runner', 'travel'],
      ['Hunter', 'combat'],
      ['Idler', 'idle'],
    ])
  })

  test('the stretch before tells it at the beginning of the next one', () => {
    const before = chunkOf({ A: repeat(61, () => [20, 60]) }, FROM - 600_000)
    const chunk = chunkOf({ A: repeat(61, () => [20, 60]) })
    expect(one(chunk, 0)!.state).toBe('combat')
    expect(one(chunk, 0, before)!.state).toBe('idle')
  })

  test('a town is one, and a death shows for a minute', () => {
    const chunk = chunkOf({ A: repeat(20, () => [33.6, 42.1]) })
    const at = (seconds: number) =>
      all(chunk, FROM + seconds * 1000, null, new Map([['A', [FROM + 50_000]]]))[0]!.state
    expect([at(49), at(51), at(109), at(111)]).toEqual(['town', 'dead', 'dead', 'town'])
  })
})

describe('trails of the past', () => {
  test('go ten minutes back over the stretches that are there, and end a frame ahead', () => {
    const way = (from: number) => Array.from({ length: 61 }, (_, k) => [from + k, 0] as [number, number])
    const [before, chunk] = [chunkOf({ A: way(0) }, FROM - 600_000), chunkOf({ A: way(60) })]
    const trails = new PastTrails()
    trails.show([before, chunk], FROM + 15_000)
    const line = trails.get('A')
    expect(line.ew(0)).toBe(2)
    expect([line.ew(line.length - 1), line.at(line.length - 1)]).toEqual([62, FROM + 20_000])
    expect(trails.get('B')).toHaveLength(0)
  })

  test('change only with the frame', () => {
    const chunk = chunkOf({
      A: [
        [1, 1],
        [2, 2],
        [3, 3],
      ],
    })
    const trails = new PastTrails()
    trails.show([chunk], FROM + 1000)
    const { version } = trails
    trails.show([chunk], FROM + 9000)
    expect(trails.version).toBe(version)
    trails.show([chunk], FROM + 11_000)
    expect(trails.version).toBe(version + 1)
  })
})
