import { describe, expect, test } from 'vitest'
import {
  type Box,
  fit,
  freePlace,
  GAP,
  halfAt,
  isCovered,
  overlap,
  resized,
  snapMoved,
  tiled,
} from './geometry'

const stage = { width: 1400, height: 860 }
const least = { width: 200, height: 120 }

describe('fit', () => {
  test('leaves alone what fits', () => {
    const box = { x: 30, y: 40, width: 300, height: 200 }
    expect(fit(box, stage, least)).toEqual(box)
  })
  test('shrinks what is too large, and keeps the bar within reach', () => {
    const box = fit({ x: 5000, y: -90, width: 9000, height: 9000 }, stage, least)
    expect(box.width).toBe(stage.width - 2 * GAP)
    expect(box.height).toBe(stage.height - 2 * GAP)
    expect(box.x).toBeLessThan(stage.width)
    expect(box.y).toBe(0)
    expect(fit({ x: -5000, y: 9000, width: 300, height: 200 }, stage, least)).toMatchObject({
      x: -204,
      y: 828,
    })
  })
  test('knows no negative sizes on a stage without room', () => {
    const box = fit({ x: 0, y: 0, width: 300, height: 200 }, { width: 10, height: 10 }, least)
    expect(box.width).toBeGreaterThan(0)
    expect(box.height).toBeGreaterThan(0)
  })
})

describe('snapping', () => {
  const other: Box = { x: 500, y: 100, width: 300, height: 200 }
  test('a moved window comes to rest at the stage and beside others', () => {
    expect(snapMoved({ x: 3, y: 12, width: 100, height: 100 }, [], stage)).toMatchObject({ x: GAP, y: GAP })
    expect(snapMoved({ x: 812, y: 95, width: 100, height: 100 }, [other], stage)).toMatchObject({
      x: 808,
      y: 100,
    })
    expect(snapMoved({ x: 385, y: 300, width: 100, height: 100 }, [other], stage)).toMatchObject({
      x: 392,
      y: 308,
    })
    expect(snapMoved({ x: 700, y: 500, width: 100, height: 99 }, [other], stage)).toMatchObject({
      x: 700,
      y: 500,
    })
  })
  test('a pulled edge does, and the other edge stays', () => {
    const box = { x: 100, y: 100, width: 300, height: 200 }
    const wider = resized(box, { x: 1, y: 0 }, { x: 89, y: 50 }, least, [other], stage)
    expect(wider).toEqual({ ...box, width: 392 })
    const left = resized(box, { x: -1, y: -1 }, { x: -90, y: 30 }, least, [other], stage)
    expect(left).toEqual({ x: GAP, y: 130, width: 392, height: 170 })
  })
  test('nothing gets smaller than its least', () => {
    const box = { x: 100, y: 100, width: 300, height: 200 }
    expect(resized(box, { x: 1, y: 1 }, { x: -900, y: -900 }, least, [], stage)).toEqual({ ...box, ...least })
    expect(resized(box, { x: -1, y: -1 }, { x: 900, y: 900 }, least, [], stage)).toEqual({
      x: 200,
      y: 180,
      ...least,
    })
  })
  test('the sides ask for halves that do not touch', () => {
    const [left, right] = [halfAt(0, stage)!, halfAt(stage.width, stage)!]
    expect(halfAt(700, stage)).toBeNull()
    expect(right.x - (left.x + left.width)).toBe(GAP)
    expect(overlap(left, right)).toBe(0)
  })
})

test.each([1, 2, 3, 4, 5, 7, 12, 20])('%i windows side by side fill the stage and hide nothing', count => {
  const boxes = tiled(count, stage)
  expect(boxes).toHaveLength(count)
  const area = boxes.reduce((sum, box) => sum + box.width * box.height, 0)
  expect(area).toBeGreaterThan(stage.width * stage.height * 0.8)
  boxes.forEach((box, i) => {
    expect(box.x + box.width).toBeLessThanOrEqual(stage.width - GAP + 1)
    expect(box.y + box.height).toBeLessThanOrEqual(stage.height - GAP + 1)
    for (const other of boxes.slice(i + 1)) expect(overlap(box, other)).toBe(0)
  })
})

test('a new window hides nothing as long as there is room', () => {
  const boxes: Box[] = []
  for (let i = 0; i < 6; i++) boxes.push(freePlace({ width: 400, height: 400 }, boxes, stage))
  boxes.forEach((box, i) => {
    for (const other of boxes.slice(i + 1)) expect(overlap(box, other)).toBe(0)
  })
  expect(freePlace({ width: 4000, height: 400 }, boxes, stage)).toMatchObject({ x: GAP, y: GAP })
})

test('covered is what nothing is seen of, by one window or by several together', () => {
  const box = { x: 10, y: 10, width: 100, height: 80 }
  expect(isCovered(box, [])).toBe(false)
  expect(isCovered(box, [{ x: 0, y: 0, width: 200, height: 200 }])).toBe(true)
  expect(isCovered(box, [box])).toBe(true)
  expect(isCovered(box, [{ x: 11, y: 0, width: 200, height: 200 }])).toBe(false)
  const [left, right] = [
    { x: 0, y: 0, width: 60, height: 200 },
    { x: 60, y: 0, width: 60, height: 200 },
  ]
  expect(isCovered(box, [left, right])).toBe(true)
  expect(isCovered(box, [left, { ...right, x: 61 }])).toBe(false)
  // A hole in the middle.
  const around = [
    { x: 0, y: 0, width: 200, height: 40 },
    { x: 0, y: 60, width: 200, height: 60 },
    { x: 0, y: 0, width: 50, height: 200 },
    { x: 70, y: 0, width: 100, height: 200 },
  ]
  expect(isCovered(box, around)).toBe(false)
  expect(isCovered(box, [...around, { x: 50, y: 40, width: 20, height: 20 }])).toBe(true)
})
