import { beforeEach, describe, expect, test } from 'vitest'
import type { Player } from '../../live/player'
import { Markers } from '../markers'
import { Overlays } from '../overlays'
import { Seen } from '../seen'
import type { View } from '../view'
import { MapCursor } from './cursor'
import type { Shown } from './stops'

const player = (name: string, ew: number, ns: number): Player =>
  ({ name, ew, ns, state: 'combat', killsPerHour: 1, receivedAt: 0 }) as Player

let now = 0
let markers: Markers
let shown: Shown
let cursor: MapCursor
const view: View = { width: 800, height: 600, cx: 400, cy: 300, ew: 0, ns: 0, scale: 10 }
const all = new Seen(view.width, view.height, [])
const overlays = new Overlays(
  () => {},
  () => {},
)

/** Puts everybody where they are and lays the map out until nobody is on the way. */
function put(players: Player[], scale = view.scale): void {
  markers.setPlayers(players, now)
  view.scale = scale
  now += 10_000
  markers.step(now, 10_000)
  for (let i = 0; i < 2; i++) {
    markers.layOut(view, { gap: 7, size: scale < 48 ? 1 : null, apart: new Set(), now }, all)
    markers.fold(10_000, true)
  }
  markers.layOut(view, { gap: 7, size: scale < 48 ? 1 : null, apart: new Set(), now }, all)
}

beforeEach(() => {
  overlays.show([])
  markers = new Markers()
  shown = { view, markers, overlays, covers: [] }
  cursor = new MapCursor(() => shown)
})

describe('the keyboard on the map', () => {
  test('steps from one to the next, and over nobody behind a card', () => {
    put([player('Middle', 0, 0), player('East', 10, 0), player('Hidden', -30, 20)], 10)
    shown = { ...shown, covers: [[0, 0, 200, 200]] }
    expect(cursor.step(1, true)?.stop.key).toBe('player Middle')
    expect(cursor.step(1, true)).toMatchObject({ stop: { key: 'player East' }, number: 2, of: 2 })
  })

  test('goes along with whom it stands at, and says when he is gone', () => {
    put([player('Middle', 0, 0)], 10)
    cursor.step(1, true)
    const { x } = cursor.at!
    view.ew = -5
    put([player('Middle', 0, 0)], 10)
    expect(cursor.refresh()).toBe(false)
    expect(cursor.at!.x).toBe(x + 50)
    view.ew = 0
    put([], 10)
    expect(cursor.refresh()).toBe(true)
    expect(cursor.at).toBeNull()
  })

  test('enters a crowd and stands at one of those who were in it', () => {
    const six = Array.from({ length: 6 }, (_, i) => player(`P${i}`, 20 + i * 0.4, 10))
    put([...six, player('Else', 0, 0)], 4)
    cursor.step(1, true)
    const crowd = cursor.step(1, true)!
    expect(crowd.stop.pointed).toMatchObject({ kind: 'crowd' })
    cursor.enter(crowd.stop.pointed.kind === 'crowd' ? crowd.stop.pointed.names : [])
    Object.assign(view, { ew: 21, ns: 10 })
    put([...six, player('Else', 0, 0)], 60)
    expect(cursor.refresh()).toBe(false)
    expect(cursor.rest()?.stop.pointed).toMatchObject({ kind: 'player', name: /^P\d$/.exec('P2')![0] })
    expect(cursor.rest()).toBeNull()
    Object.assign(view, { ew: 0, ns: 0 })
  })

  test('goes into the crowd that somebody becomes part of', () => {
    const six = Array.from({ length: 6 }, (_, i) => player(`P${i}`, i * 0.4, 0))
    put(six, 60)
    cursor.step(1, true)
    put(six, 4)
    expect(cursor.refresh()).toBe(false)
    expect(cursor.at!.pointed).toMatchObject({ kind: 'crowd' })
  })

  test('comes back with the focus to where it stood, unless it was asked to leave', () => {
    put([player('Middle', 0, 0)], 10)
    cursor.step(1, true)
    cursor.hide()
    expect(cursor.at).toBeNull()
    cursor.show()
    expect(cursor.at?.key).toBe('player Middle')
    expect(cursor.leave()).toBe(true)
    cursor.show()
    expect(cursor.at).toBeNull()
  })

  test('steps through towns where they are shown, unless only characters are wanted', () => {
    overlays.show(['towns'])
    put([player('Middle', 0, 0)], 4)
    const kinds = new Set<string>()
    for (let i = 0; i < 30; i++) kinds.add(cursor.step(1, false)!.stop.pointed.kind)
    expect([...kinds].sort()).toEqual(['player', 'town'])
    cursor.leave()
    expect(cursor.step(1, true)).toMatchObject({ of: 1 })
  })
})
