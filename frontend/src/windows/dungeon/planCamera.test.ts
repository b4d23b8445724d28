import { beforeEach, describe, expect, test } from 'vitest'
import { PlanCamera } from './planCamera'

const BOUNDS = { left: 0, right: 200, bottom: -100, top: 0 }
let camera: PlanCamera

beforeEach(() => {
  camera = new PlanCamera()
  camera.setBounds(BOUNDS)
  camera.resize({ width: 440, height: 340 })
})

describe('the look at a dungeon’s plan', () => {
  test('shows all of it, and goes on doing so in a window of another size', () => {
    expect(camera.view.scale).toBe(2)
    expect(camera.view.at(100, -50)).toEqual([220, 170])
    camera.resize({ width: 240, height: 340 })
    expect(camera.view.scale).toBe(1)
    expect(camera.showsAll).toBe(true)
  })

  test('a small plan is not blown up', () => {
    camera.setBounds({ left: 0, right: 10, bottom: 0, top: 10 })
    expect(camera.view.scale).toBe(4)
  })

  test('zooms at the pointer: what lies under it stays there', () => {
    const [x, y] = camera.view.at(150, -20)
    camera.zoomBy(2, x, y)
    expect(camera.view.scale).toBe(4)
    const [nx, ny] = camera.view.at(150, -20)
    expect(nx).toBeCloseTo(x)
    expect(ny).toBeCloseTo(y)
    expect(camera.showsAll).toBe(false)
  })

  test('neither nearer than a room nor farther than a little more than all of it', () => {
    camera.zoomBy(1000)
    expect(camera.view.scale).toBe(24)
    camera.zoomBy(0.0001)
    expect(camera.view.scale).toBeCloseTo(1.4)
  })

  test('is dragged with the hand, but never off the plan', () => {
    camera.dragBy(-20, 10)
    expect(camera.view.at(100, -50)).toEqual([200, 180])
    camera.dragBy(-100_000, -100_000)
    expect(camera.view.at(200, -100)).toEqual([220, 170])
  })

  test('two fingers move and zoom', () => {
    camera.pinchBy(2, 220, 170, 10, 0)
    expect(camera.view.scale).toBe(4)
    expect(camera.view.at(95, -50)).toEqual([220, 170])
  })

  test('goes along with somebody from nearby, until all of it is asked for', () => {
    camera.approach()
    camera.centre({ x: 30, y: -10 })
    expect(camera.view.scale).toBe(4)
    expect(camera.view.at(30, -10)).toEqual([220, 170])
    camera.approach()
    expect(camera.view.scale).toBe(4)
    camera.fit()
    expect(camera.view.scale).toBe(2)
    expect(camera.showsAll).toBe(true)
  })

  test('stays as it is when the same plan comes once more, and shows another as a whole', () => {
    camera.zoomBy(3)
    camera.setBounds({ ...BOUNDS })
    expect(camera.showsAll).toBe(false)
    camera.setBounds({ ...BOUNDS, right: 300 })
    expect(camera.showsAll).toBe(true)
  })
})
