import { describe, expect, test } from 'vitest'
import { onSurface, toEw, toNs, toX, toY, type View } from './view'

const view: View = { width: 800, height: 600, cx: 400, cy: 250, ew: 33.6, ns: 42.1, scale: 5 }

describe('projection', () => {
  test('the centre of the view stands in the middle of what is not covered', () => {
    expect([toX(view, 33.6), toY(view, 42.1)]).toEqual([400, 250])
  })

  test('north is up and east is right, in pixels per unit', () => {
    expect(toX(view, 34.6)).toBeCloseTo(405)
    expect(toY(view, 43.1)).toBeCloseTo(245)
  })

  test.each([
    [0, 0],
    [-101.95, 102.05],
    [57.123, -3.5],
  ])('from the world to the screen and back: %f, %f', (ew, ns) => {
    expect(toEw(view, toX(view, ew))).toBeCloseTo(ew, 9)
    expect(toNs(view, toY(view, ns))).toBeCloseTo(ns, 9)
  })
})

describe('the surface', () => {
  test.each([
    [0, 0, true],
    [102.05, -102.05, true],
    [102.06, 0, false],
    [0, -8000, false],
    [null, 0, false],
    [0, null, false],
    [Number.NaN, 0, false],
  ])('%s, %s: %s', (ew, ns, expected) => {
    expect(onSurface(ew, ns)).toBe(expected)
  })
})
