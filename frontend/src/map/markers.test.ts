import { beforeEach, describe, expect, test } from 'vitest'
import { readPlayers } from '../live/player'
import { Markers } from './markers'
import { Seen } from './seen'
import type { View } from './view'

const view: View = { width: 800, height: 600, cx: 400, cy: 300, ew: 0, ns: 0, scale: 10 }
const player = (name: string, ew: number | null, ns: number | null, state = 'combat') => ({
  character_name: name,
  ew,
  ns,
  state,
})
const players = (...rows: object[]) => readPlayers({ players: rows })

const all = new Seen(800, 600, [])
const alone = { gap: 7, size: null, apart: new Set<string>(), now: 0 }

let markers: Markers

beforeEach(() => {
  markers = new Markers()
  markers.setPlayers(players(player('A', 1, 2), player('B', 50, 50)), 0)
  markers.step(0, 16)
  markers.layOut(view, alone, all)
})

describe('markers', () => {
  test('stand where the view shows them; those outside are not drawn', () => {
    expect(markers.get('A')).toMatchObject({ x: 410, y: 280, visible: true })
    expect(markers.get('B')!.visible).toBe(false)
  })

  test('nobody without a place on the surface has one', () => {
    markers.setPlayers(players(player('A', 4000, 1), player('C', null, null)), 1000)
    expect([...markers.all]).toEqual([])
    expect(markers.get('A')).toBeNull()
    expect(markers.get(null)).toBeNull()
  })

  test('who goes down into a dungeon leaves the map at once', () => {
    markers.move({ name: 'A', ew: 3000, ns: -3000, at: 5 }, 1000)
    expect(markers.get('A')).toBeNull()
  })

  test('change their state and keep their way', () => {
    markers.move({ name: 'A', ew: 1.1, ns: 2, at: 5 }, 1000)
    markers.setPlayers(players(player('A', 1.1, 2, 'dead')), 1100)
    markers.step(1200, 16)
    expect(markers.get('A')!.state).toBe('dead')
    expect(markers.get('A')!.ew).toBeGreaterThan(1)
    expect(markers.get('A')!.ew).toBeLessThan(1.1)
  })

  test('tell while somebody is on the way', () => {
    expect(markers.step(500, 16)).toBe(false)
    markers.move({ name: 'A', ew: 1.1, ns: 2, at: 5 }, 1000)
    expect(markers.step(1100, 16)).toBe(true)
    expect(markers.step(60_000, 16)).toBe(false)
  })

  test('only movement that can be seen is worth a new picture', () => {
    expect(markers.haveMoved(view, all)).toBe(false)
    markers.move({ name: 'A', ew: 1.5, ns: 2, at: 5 }, 1000)
    markers.step(1001, 1)
    expect(markers.haveMoved({ ...view, scale: 0.5 }, all)).toBe(false)
    markers.step(3000, 16)
    expect(markers.haveMoved(view, all)).toBe(true)
    markers.layOut(view, alone, all)
    expect(markers.haveMoved(view, all)).toBe(false)
  })

  test('movement behind windows is not, until somebody comes out of there', () => {
    const right = new Seen(800, 600, [[-20, -20, 500, 620]])
    markers.layOut(view, alone, right)
    expect(markers.get('A')!.seen).toBe(false)
    markers.move({ name: 'A', ew: 1.5, ns: 2, at: 5 }, 1000)
    markers.step(9000, 16)
    expect(markers.haveMoved(view, all)).toBe(true)
    expect(markers.haveMoved(view, right)).toBe(false)
    // A name that reaches out of there is seen.
    markers.get('A')!.reach = 120
    markers.layOut(view, alone, right)
    expect(markers.get('A')!.seen).toBe(true)
    markers.get('A')!.reach = 0
    markers.layOut(view, alone, right)
    for (const ew of [3, 4.5, 6, 7.5, 9, 10.5]) {
      markers.move({ name: 'A', ew, ns: 2, at: ew * 10 }, ew * 10_000)
      markers.step(ew * 10_000 + 9000, 16)
    }
    expect(markers.haveMoved(view, right)).toBe(true)
  })

  test('turn the shorter way while they walk', () => {
    markers.move({ name: 'A', ew: 1.5, ns: 2, at: 5 }, 1000)
    for (let now = 1000; now < 3000; now += 16) markers.step(now, 16)
    expect(markers.get('A')!.heading).toBeCloseTo(Math.PI / 2, 2)
  })

  test('take their first direction from where they have been', () => {
    markers.orient(name => (name === 'A' ? 1 : null))
    expect(markers.get('A')!.heading).toBeCloseTo(1)
    markers.orient(() => 2)
    expect(markers.get('A')!.heading).toBeCloseTo(1)
  })

  test('are found near the pointer, the nearest first', () => {
    expect(markers.at(414, 280, 12)?.name).toBe('A')
    expect(markers.at(450, 280, 12)).toBeNull()
    markers.setPlayers(players(player('A', 1, 2), player('D', 2, 2)), 1000)
    markers.step(1000, 16)
    markers.layOut(view, alone, all)
    expect(markers.at(418, 280, 12)?.name).toBe('D')
  })
})

describe('a crowd', () => {
  const together = { gap: 7, size: 1, apart: new Set(['n2']), now: 0 }
  const names = Array.from({ length: 9 }, (_, i) => `n${i}`)

  beforeEach(() => {
    markers.setPlayers(players(...names.map((name, i) => player(name, 1 + (i % 3) / 10, 2 + i / 30))), 0)
    markers.step(0, 16)
    markers.layOut(view, together, all)
  })

  test('folds in whoever stands in it, but nobody who is to stay apart', () => {
    expect(markers.crowds).toHaveLength(1)
    expect(markers.crowds[0]!.members).toHaveLength(8)
    for (let now = 0; now < 400; now += 16) markers.fold(16, false)
    expect(markers.folding).toBe(false)
    markers.layOut(view, { ...together, now: 400 }, all)
    expect(names.filter(name => markers.get(name)!.visible)).toEqual(['n2'])
    const [crowd, kept] = [markers.crowds[0]!, markers.get('n2')!]
    expect(kept).toMatchObject({ x: expect.closeTo(400 + 1.2 * 10, 3) })
    expect(Math.hypot(crowd.x - kept.x, crowd.y - kept.y)).toBeGreaterThanOrEqual(crowd.radius)
    expect(markers.crowdAt(crowd.x + 2, crowd.y)).toBe(crowd)
    expect(markers.at(crowd.x, crowd.y, 4)).toBeNull()
  })

  test('lets everybody out again once the map is near, and nobody jumps', () => {
    for (let now = 0; now < 400; now += 16) markers.fold(16, false)
    const near = { ...view, ew: 1, ns: 2, scale: 60 }
    markers.layOut(near, { ...together, size: null, now: 400 }, all)
    expect(markers.crowds).toHaveLength(0)
    markers.fold(16, false)
    expect(markers.folding).toBe(true)
    for (let now = 416; now < 800; now += 16) markers.fold(16, false)
    markers.layOut(near, { ...together, size: null, now: 800 }, all)
    expect(names.every(name => markers.get(name)!.visible)).toBe(true)
  })

  test('with reduced motion it is there at once', () => {
    markers.fold(16, true)
    expect(markers.get('n0')!.fold).toBe(1)
  })
})

describe('the past', () => {
  const place = (name: string, ew: number, ns: number, more = {}) => ({
    name,
    ew,
    ns,
    heading: null,
    state: 'combat' as const,
    ...more,
  })
  const still = Number.POSITIVE_INFINITY

  test('puts everybody where they were, and nobody else', () => {
    const markers = new Markers()
    expect(markers.setPast([place('A', 1, 2), place('B', 3, 4)], still, 0)).toBe(true)
    expect(markers.get('A')).toMatchObject({ ew: 1, ns: 2, state: 'combat' })
    expect(markers.setPast([place('A', 5, 2), place('B', 3, 4)], still, 0)).toBe(false)
    expect(markers.get('A')!.ew).toBe(5)
    expect(markers.setPast([place('A', 5, 2)], still, 0)).toBe(true)
    expect(markers.get('B')).toBeNull()
    expect(markers.setPast([place('A', 5, 2, { state: 'dead' })], still, 0)).toBe(true)
  })

  test('who is in a dungeon is off the map', () => {
    const markers = new Markers()
    markers.setPast([place('A', 4213, -811)], still, 0)
    expect(markers.get('A')).toBeNull()
  })

  test('turns little by little while it plays, and at once in a picture that stays', () => {
    const markers = new Markers()
    markers.setPast([place('A', 1, 2, { heading: 0 })], still, 0)
    markers.setPast([place('A', 1, 2, { heading: 1 })], 50, 0)
    expect(markers.get('A')!.heading).toBeGreaterThan(0)
    expect(markers.get('A')!.heading).toBeLessThan(1)
    markers.setPast([place('A', 1, 2, { heading: 1 })], still, 0)
    expect(markers.get('A')!.heading).toBeCloseTo(1)
  })

  test('leaves nobody behind once it is over', () => {
    const markers = new Markers()
    markers.setPast([place('A', 1, 2)], still, 0)
    markers.clear()
    expect([...markers.all]).toEqual([])
  })
})
