import { describe, expect, test } from 'vitest'
import { gridStep } from './graticule'
import { scaleBar } from './scaleBar'

test.each([
  [2, 10],
  [4, 10],
  [55, 10],
  [56, 1],
  [400, 1],
  [600, 0.1],
])('at %f pixels a unit there is a line each %f units', (scale, step) => {
  expect(gridStep(scale)).toBe(step)
})

describe('the scale bar', () => {
  test.each([
    [4.06, 20, 4800],
    [6.35, 10, 2400],
    [120, 0.5, 120],
    [1000, 0.1, 24],
  ])('at %f pixels a unit: %f units, %f metres', (scale, units, metres) => {
    const bar = scaleBar(scale)
    expect(bar.units).toBe(units)
    expect(bar.metres).toBeCloseTo(metres)
    expect(bar.width).toBeLessThanOrEqual(100)
  })
})
