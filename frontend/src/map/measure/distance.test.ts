import { expect, test } from 'vitest'
import { legOf, lengthOf, windOf } from './distance'

const at = (ns: number, ew: number) => ({ ns, ew })

test.each([
  [at(1, 0), 0, 'N'],
  [at(1, 1), 45, 'NE'],
  [at(0, 1), 90, 'E'],
  [at(-1, 0), 180, 'S'],
  [at(0, -1), 270, 'W'],
  [at(1, -0.1), 354.3, 'N'],
])('from the middle to %j is %f degrees, %s', (to, bearing, wind) => {
  const leg = legOf(at(0, 0), to)
  expect(leg.bearing).toBeCloseTo(bearing, 1)
  expect(windOf(leg.bearing)).toBe(wind)
})

test('a unit is 240 m, and legs add up', () => {
  expect(legOf(at(3, 4), at(0, 0))).toMatchObject({ units: 5, metres: 1200 })
  expect(lengthOf([at(0, 0), at(3, 4), at(3, 5)])).toEqual({ units: 6, metres: 1440 })
  expect(lengthOf([at(2, 2)])).toEqual({ units: 0, metres: 0 })
  expect(lengthOf([])).toEqual({ units: 0, metres: 0 })
})
