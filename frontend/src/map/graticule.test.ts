import { describe, expect, test } from 'vitest'
import { gridStep, nameEvery } from './graticule'
import { scaleBar } from './scaleBar'

test.each([
  [1.5, 20],
  [2, 10],
  [4, 10],
  [55, 10],
  [56, 1],
  [400, 1],
  [600, 0.1],
])('at %f pixels a unit there is a line each %f units', (scale, step) => {
  expect(gridStep(scale)).toBe(step)
})

test.each([
  [10, 4, 1],
  [10, 2, 2],
  [20, 0.5, 5],
])('lines each %f units at %f pixels a unit: every %i. is named', (step, scale, every) => {
  expect(nameEvery(step, scale, 36)).toBe(every)
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
