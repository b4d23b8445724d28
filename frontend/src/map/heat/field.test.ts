import { describe, expect, test } from 'vitest'
import type { Rgb } from '../land/tint'
import { COLDEST, greatestHeat, heatField, legendOf, nearness, paintHeat } from './field'
import { findMobs, type HeatPoint, readHeat, readMobs } from './points'

const grid = { west: 0, north: 10, scale: 4, width: 40, height: 40 }
const point = (ew: number, ns: number, count = 1): HeatPoint => ({ ew, ns, count })

describe('the field of heat', () => {
  test('is the count where the monsters appeared and fades to nothing', () => {
    const field = heatField([point(5, 5, 12)], grid, 6)
    const at = (x: number, y: number) => field[y * 40 + x]!
    expect(at(20, 20)).toBe(12)
    expect(at(23, 20)).toBeCloseTo(12 * nearness(3, 6), 4)
    expect(at(20, 17)).toBe(at(23, 20))
    expect(at(26, 20)).toBe(0)
  })

  test('adds up what is near each other, and what lies outside reaches in', () => {
    const field = heatField([point(5, 5, 2), point(5.02, 5, 3), point(-0.5, 5, 7)], grid, 6)
    expect(field[20 * 40 + 20]).toBe(5)
    expect(field[20 * 40]).toBeCloseTo(7 * nearness(2, 6), 4)
  })

  test('far away points cost nothing and show nothing', () => {
    const field = heatField([point(99, -99), point(-101, 101)], grid, 6)
    expect(field.every(value => value === 0)).toBe(true)
  })
})

describe('the greatest heat', () => {
  test('of one place is its count, however far away the next is', () => {
    expect(greatestHeat([point(5, 5, 9), point(50, 50, 4)], 2)).toBe(9)
    expect(greatestHeat([], 2)).toBe(0)
  })

  test('is about what the field reaches anywhere', () => {
    const crowd = Array.from({ length: 400 }, (_, i) =>
      point(3 + (i % 20) / 10, 3 + Math.floor(i / 20) / 10, i % 7),
    )
    const field = heatField(crowd, grid, 6)
    const greatest = greatestHeat(crowd, 6 / grid.scale)
    expect(greatest / Math.max(...field)).toBeGreaterThan(0.85)
    expect(greatest / Math.max(...field)).toBeLessThan(1.15)
  })
})

describe('the colours', () => {
  const stops: Rgb[] = [0, 50, 100, 150, 200].map(value => [value, value, value])
  const paint = (values: number[], greatest: number) => {
    const pixels = new Uint8ClampedArray(values.length * 4)
    paintHeat(Float32Array.from(values), greatest, stops, pixels)
    return Array.from({ length: values.length }, (_, i) => [pixels[i * 4]!, pixels[i * 4 + 3]!])
  }

  test('go with the square root, and less than the coldest is not drawn', () => {
    const [none, cold, middle, hot] = paint(
      [0, COLDEST ** 2 * 0.98, 0.25, 1].map(v => v * 80),
      80,
    )
    expect(none).toEqual([0, 0])
    expect(cold).toEqual([0, 0])
    expect(middle![0]).toBeCloseTo(((0.5 - COLDEST) / (1 - COLDEST)) * 200, 0)
    expect(middle![1]).toBe(205)
    expect(hot![0]).toBeGreaterThanOrEqual(199)
  })

  test('without any heat there is no colour', () => {
    expect(paint([0, 0], 0)).toEqual([
      [0, 0],
      [0, 0],
    ])
  })

  test('the legend tells the very number that a colour stands for', () => {
    const numbers = legendOf(80, 5)
    expect(numbers[4]).toBe(80)
    const painted = paint(numbers, 80).map(([value]) => value)
    for (const [at, value] of painted.entries()) expect(Math.abs(value! - at * 50)).toBeLessThan(2)
  })
})

describe('the server’s answers', () => {
  test('are read, and nonsense is left out', () => {
    const spawn_points = [
      { ew: 1, ns: 2, intensity: 3 },
      { ew: 'x', ns: 2, intensity: 3 },
      null,
      { ew: 1, ns: 2 },
    ]
    expect(readHeat({ spawn_points })).toEqual([{ ew: 1, ns: 2, count: 3 }])
    expect(readMobs({ mobs: [{ mob: 'Drudge', count: 3 }, { mob: '' }, 4] })).toEqual([
      { name: 'Drudge', count: 3 },
    ])
    for (const body of [null, [], { mobs: 3, spawn_points: {} }]) {
      expect([...readHeat(body), ...readMobs(body)]).toEqual([])
    }
  })

  test('monsters are found by parts of their name', () => {
    const mobs = ['Olthoi Swarm Noble', 'Drudge Noble', 'Olthoi'].map(name => ({ name, count: 1 }))
    expect(findMobs(mobs, ' noble OLTH').map(mob => mob.name)).toEqual(['Olthoi Swarm Noble'])
    expect(findMobs(mobs, '')).toHaveLength(3)
  })
})
