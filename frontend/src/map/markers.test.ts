import { beforeEach, describe, expect, test } from 'vitest'
import { readPlayers } from '../live/player'
import { Markers } from './markers'
import type { View } from './view'

const view: View = { width: 800, height: 600, cx: 400, cy: 300, ew: 0, ns: 0, scale: 10 }
const player = (name: string, ew: number | null, ns: number | null, state = 'combat') => ({
  character_name: name,
  ew,
  ns,
  state,
})
const players = (...rows: object[]) => readPlayers({ players: rows })

let markers: Markers

beforeEach(() => {
  markers = new Markers()
  markers.setPlayers(players(player('A', 1, 2), player('B', 50, 50)), 0)
  markers.step(0, 16)
  markers.layOut(view, 7)
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
    expect(markers.haveMoved(view)).toBe(false)
    markers.move({ name: 'A', ew: 1.5, ns: 2, at: 5 }, 1000)
    markers.step(1001, 1)
    expect(markers.haveMoved({ ...view, scale: 0.5 })).toBe(false)
    markers.step(3000, 16)
    expect(markers.haveMoved(view)).toBe(true)
    markers.layOut(view, 7)
    expect(markers.haveMoved(view)).toBe(false)
  })

  test('turn the shorter way while they walk', () => {
    markers.move({ name: 'A', ew: 1.5, ns: 2, at: 5 }, 1000)
    for (let now = 1000; now < 3000; now += 16) markers.step(now, 16)
    expect(markers.get('A')!.heading).toBeCloseTo(Math.PI / 2, 2)
  })

  test('take their first direction from where they have been', () => {
    markers.orient(name => (name === 'A' ? 1 : null))
    expect(markers.get('A')!.heading).toBe(1)
    markers.orient(() => 2)
    expect(markers.get('A')!.heading).toBe(1)
  })

  test('are found near the pointer, the nearest first', () => {
    expect(markers.at(414, 280, 12)?.name).toBe('A')
    expect(markers.at(450, 280, 12)).toBeNull()
    markers.setPlayers(players(player('A', 1, 2), player('D', 2, 2)), 1000)
    markers.step(1000, 16)
    markers.layOut(view, 7)
    expect(markers.at(418, 280, 12)?.name).toBe('D')
  })
})
