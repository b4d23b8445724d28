import { expect, test } from 'vitest'
import { lengthOf } from './distance'
import type { Point } from './tool'
import { Way } from './way'

test('a way grows with each click, tells where the pointer is, and gives points back', () => {
  const told: { units: number; pointer: Point | null }[] = []
  const way = new Way((points, pointer) => told.push({ units: lengthOf(points).units, pointer }))
  way.click({ ns: 0, ew: 0 })
  way.click({ ns: 3, ew: 4 })
  way.point({ ns: 1, ew: 1 })
  expect(told).toEqual([
    { units: 0, pointer: null },
    { units: 5, pointer: null },
    { units: 5, pointer: { ns: 1, ew: 1 } },
  ])
  expect([way.undo(), way.undo(), way.undo()]).toEqual([true, true, false])
  expect(way.points).toEqual([])
})
