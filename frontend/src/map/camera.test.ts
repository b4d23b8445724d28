import { beforeEach, describe, expect, test } from 'vitest'
import { Camera, NO_INSETS } from './camera'
import { toEw, toNs } from './view'

let camera: Camera

beforeEach(() => {
  camera = new Camera(() => false)
  camera.resize(1000, 800, NO_INSETS)
})

/** Runs the camera until it rests, at 60 frames a second. */
function run(followed: { ew: number; ns: number } | null = null, frames = 600): void {
  for (let i = 0; i < frames; i++) camera.step(16, followed)
}

describe('the camera', () => {
  test('begins with all of Dereth in view', () => {
    const { view } = camera
    expect(camera.showsAll).toBe(true)
    expect(toNs(view, 0)).toBeGreaterThan(102)
    expect(toNs(view, 800)).toBeLessThan(-102)
  })

  test('goes on showing all of it when the window changes', () => {
    camera.resize(400, 300, NO_INSETS)
    expect(toNs(camera.view, 0)).toBeGreaterThan(102)
  })

  test('zooming keeps the place under the pointer there', () => {
    const [x, y] = [700, 150]
    const before = { ew: toEw(camera.view, x), ns: toNs(camera.view, y) }
    camera.zoomBy(4, x, y)
    run()
    expect(toEw(camera.view, x)).toBeCloseTo(before.ew, 6)
    expect(toNs(camera.view, y)).toBeCloseTo(before.ns, 6)
    expect(camera.view.scale).toBeCloseTo((800 / 208) * 4)
    expect(camera.zooming).toBe(false)
  })

  test('several notches of the wheel add up', () => {
    const { scale } = camera.view
    camera.zoomBy(2)
    camera.zoomBy(2)
    run()
    expect(camera.view.scale).toBeCloseTo(scale * 4)
  })

  test('goes as close as one landblock and as far as all of Dereth', () => {
    camera.zoomBy(1e6)
    run()
    expect(1000 / camera.view.scale).toBeCloseTo(0.8)
    camera.zoomBy(1e-9)
    run()
    expect(camera.view.scale).toBeCloseTo((800 / 208) * 0.8)
  })

  test('a drag moves the world with the finger', () => {
    const before = toEw(camera.view, 300)
    camera.dragBy(50, 0)
    expect(toEw(camera.view, 350)).toBeCloseTo(before)
  })

  test('after being thrown it glides on in that direction and comes to rest', () => {
    camera.throwBy(-1, 0)
    run()
    const rested = camera.view.ew
    expect(rested).toBeGreaterThan(10)
    expect(camera.step(16, null)).toBe(false)
    expect(camera.view.ew).toBe(rested)
  })

  test('the world does not slide out of sight', () => {
    camera.dragBy(1e6, 1e6)
    expect(Math.abs(camera.view.ew)).toBeLessThanOrEqual(102.05)
    expect(Math.abs(camera.view.ns)).toBeLessThanOrEqual(102.05)
  })

  test('keeps somebody in the middle, also while zooming', () => {
    camera.zoomBy(3, 10, 10)
    run({ ew: 33.6, ns: 42.1 })
    expect(camera.view.ew).toBeCloseTo(33.6)
    expect(camera.view.ns).toBeCloseTo(42.1)
  })

  test('the middle is the middle of what no sheet covers', () => {
    camera.resize(400, 800, { top: 0, right: 0, left: 0, bottom: 400 })
    expect([camera.view.cx, camera.view.cy]).toEqual([200, 200])
  })

  test('returns to all of Dereth from anywhere', () => {
    camera.jump({ ew: 80, ns: -60 }, 90)
    camera.showAll()
    run()
    expect(camera.showsAll).toBe(true)
    expect(camera.view.ew).toBeCloseTo(0)
    expect(camera.view.scale).toBeCloseTo(800 / 208)
  })

  test('a link beyond what is possible is brought within it', () => {
    camera.jump({ ew: 5000, ns: Number.NEGATIVE_INFINITY }, 1e9)
    expect(camera.view.ew).toBe(102.05)
    expect(camera.view.ns).toBe(-102.05)
    expect(camera.view.scale).toBeCloseTo(1000 / 0.8)
  })

  test('with reduced motion nothing glides and zooms are done at once', () => {
    camera = new Camera(() => true)
    camera.resize(1000, 800, NO_INSETS)
    const { scale } = camera.view
    camera.zoomBy(2)
    expect(camera.view.scale).toBeCloseTo(scale * 2)
    expect(camera.step(16, null)).toBe(true)
    camera.throwBy(3, 3)
    expect(camera.step(16, null)).toBe(false)
    camera.flyTo({ ew: 33.6, ns: 42.1 }, 20)
    expect(camera.step(16, null)).toBe(true)
    camera.dragBy(5, 0)
    expect(camera.step(16, null)).toBe(true)
    expect(camera.step(16, null)).toBe(false)
  })

  test('flies to a place and rests there, and a hand on the map ends it', () => {
    camera.flyTo({ ew: 33.6, ns: 42.1 }, 20)
    expect(camera.zooming).toBe(true)
    run()
    expect(camera.view).toMatchObject({ ew: 33.6, ns: 42.1, scale: 20 })
    expect(camera.step(16, null)).toBe(false)
    camera.flyTo({ ew: -60, ns: -80 }, 40)
    run(null, 3)
    camera.dragBy(5, 0)
    const { ew } = camera.view
    run()
    expect(camera.view.ew).toBe(ew)
  })

  test('a flight begins near enough to be followed with the eye', () => {
    camera.jump({ ew: -100, ns: -100 }, 400)
    camera.flyTo({ ew: 100, ns: 100 }, 400)
    camera.step(16, null)
    expect(Math.hypot(camera.view.ew - 100, camera.view.ns - 100) * 400).toBeLessThan(1.2 * 800)
  })

  test('keeps a group in view, and rests while it hardly changes', () => {
    const group = { west: 10, east: 30, south: 20, north: 24 }
    const look = (box = group) => {
      for (let i = 0; i < 600; i++) camera.step(16, null, box)
    }
    camera.beginGroup()
    look()
    expect(camera.view).toMatchObject({ ew: 20, ns: 22 })
    expect(toEw(camera.view, 0)).toBeLessThan(10)
    expect(toEw(camera.view, 1000)).toBeGreaterThan(30)
    const { scale } = camera.view
    look({ ...group, east: 30.5 })
    expect(camera.view.scale).toBe(scale)
    look({ ...group, east: 60 })
    expect(camera.view.scale).toBeLessThan(scale)
    expect(toEw(camera.view, 1000)).toBeGreaterThan(60)
    look({ west: 20, east: 20, south: 20, north: 20 })
    expect(camera.view.scale).toBeCloseTo(40)
  })

  test('whoever zooms while a group is followed keeps that scale', () => {
    camera.beginGroup()
    const group = { west: 10, east: 30, south: 20, north: 24 }
    for (let i = 0; i < 300; i++) camera.step(16, null, group)
    const { scale } = camera.view
    camera.zoomBy(2)
    for (let i = 0; i < 300; i++) camera.step(16, null, group)
    expect(camera.view.scale).toBeCloseTo(scale * 2)
    expect(camera.view.ew).toBeCloseTo(20)
  })
})
