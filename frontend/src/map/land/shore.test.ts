import { describe, expect, test } from 'vitest'
import { clipRing, cutCorners, Shore } from './shore'

const square = [0, 0, 10, 0, 10, 10, 0, 10]
const area = (ring: number[]) => {
  let sum = 0
  for (let i = 0; i < ring.length; i += 2) {
    const j = (i + 2) % ring.length
    sum += ring[i]! * ring[j + 1]! - ring[j]! * ring[i + 1]!
  }
  return Math.abs(sum) / 2
}

describe('clipping', () => {
  test('what lies inside stays as it is', () => {
    expect(clipRing(square, { west: -1, south: -1, east: 11, north: 11 })).toEqual(square)
  })

  test('what lies outside is gone', () => {
    expect(clipRing(square, { west: 20, south: 20, east: 30, north: 30 })).toEqual([])
  })

  test('what crosses the edge ends at it', () => {
    expect(area(clipRing(square, { west: 5, south: 5, east: 30, north: 30 }))).toBeCloseTo(25)
  })

  test('a box inside of the land is all land', () => {
    expect(area(clipRing(square, { west: 4, south: 4, east: 6, north: 6 }))).toBeCloseTo(4)
  })
})

describe('rounding the coast', () => {
  test('doubles the points and cuts an eighth of a square away', () => {
    const cut = cutCorners(square)
    expect(cut).toHaveLength(square.length * 2)
    expect(area(cut)).toBeCloseTo(87.5)
  })

  test('Dereth keeps its size: at sea there is nothing, inland all is land', () => {
    const shore = new Shore()
    const world = { west: -103, south: -103, east: 103, north: 103 }
    const whole = shore.near(world, 4).map(area)
    const smooth = shore.near(world, 100).map(area)
    expect(whole.length).toBeGreaterThan(83)
    expect(Math.max(...smooth) / Math.max(...whole)).toBeCloseTo(1, 2)
    expect(shore.near({ west: -102, south: 20, east: -98, north: 24 }, 4)).toEqual([])
    const holtburg = { west: 27, south: 36, east: 28, north: 37 }
    expect(area(shore.near(holtburg, 4)[0]!)).toBeCloseTo(1)
  })
})
