import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { boundsOf, cellAt, levelAt, levelsOf, type Plan, readBlock, readPlan, withinBlock } from './plan'

const cell = (id: number, x: number, y: number, z = 0) => ({ id, x, y, z, doors: [] })

describe('a dungeon’s plan', () => {
  const example = join(import.meta.dirname, '../../../../tracker/event/testdata/events/dungeon_map.json')

  test.runIf(existsSync(example))('is read from the very example of the contract', () => {
    const plan = readPlan(JSON.parse(readFileSync(example, 'utf8')))!
    expect(plan).toMatchObject({ landblock: '01D9', name: 'Matron Hive East' })
    expect(plan.cells).toContainEqual({ id: 257, x: 10, y: 0, z: 0, doors: [256, 258] })
    expect(levelsOf(plan.cells)).toEqual([-6, 0])
  })

  test('nonsense costs its room', () => {
    const cells = [
      null,
      4,
      {},
      { id: 1, x: 'a', y: 0 },
      { id: 2, x: 1, y: 2, z: null, portals: [null, { to: 3 }, 'x'] },
    ]
    expect(readPlan({ landblock: '01D9', cells })!.cells).toEqual([{ id: 2, x: 1, y: 2, z: 0, doors: [3] }])
    for (const body of [null, [], {}, { landblock: 'here' }]) expect(readPlan(body)).toBeNull()
    expect(readPlan({ landblock: 1, cells: 'x' })).toEqual({ landblock: '0001', name: null, cells: [] })
  })

  test.each([
    ['01D9', '01D9'],
    ['0x2C9E0021', '2C9E'],
    ['1d9', '01D9'],
    [473, '01D9'],
    [0x01d90100, '01D9'],
    ['Holtburg', null],
    [-1, null],
    [null, null],
  ])('the landblock %s is %s', (value, expected) => {
    expect(readBlock(value)).toBe(expected)
  })
})

describe('floors', () => {
  test('are heights that lie apart; steps are none', () => {
    expect(levelsOf([cell(1, 0, 0, 0), cell(2, 0, 0, -6), cell(3, 0, 0, 1), cell(4, 0, 0, -12)])).toEqual([
      -12, -6, 0,
    ])
    expect(levelsOf([])).toEqual([])
  })

  test.each([
    [0.2, 0],
    [-0.8, 0],
    [-3, -6],
    [-20, -12],
    [5, 0],
  ])('at %f m one stands on the floor at %i', (z, level) => {
    expect(levelAt([-12, -6, 0], z)).toBe(level)
  })
})

describe('places', () => {
  test('the middle of a landblock’s first room is at its south-west corner', () => {
    // (1 × 8 − 1019.5) / 10 and (0xD9 × 8 − 1019.5) / 10
    expect(withinBlock('01D9', { ew: -101.15, ns: 71.65 })).toEqual({
      x: expect.closeTo(0),
      y: expect.closeTo(0),
    })
    const there = withinBlock('01D9', { ew: -101.15 + 10 / 240, ns: 71.65 - 20 / 240 })
    expect(there).toEqual({ x: expect.closeTo(10), y: expect.closeTo(-20) })
  })

  test('one stands in the nearest room, on the right floor, or in none', () => {
    const plan: Plan = {
      landblock: '01D9',
      name: null,
      cells: [cell(1, 0, 0), cell(2, 10, 0), cell(3, 0, 0, -12)],
    }
    expect(cellAt(plan, { x: 1, y: 1 }, 0)?.id).toBe(1)
    expect(cellAt(plan, { x: 1, y: 1 }, -11)?.id).toBe(3)
    expect(cellAt(plan, { x: 9, y: 1 }, null)?.id).toBe(2)
    expect(cellAt(plan, { x: 90, y: 1 }, null)).toBeNull()
  })

  test('bounds go around whole rooms', () => {
    expect(boundsOf([cell(1, 0, 0), cell(2, 10, -20)])).toEqual({ left: -5, right: 15, bottom: -25, top: 5 })
  })
})
