import { expect, test } from 'vitest'
import { readRares, readTotals } from './rare'

const row = {
  id: 7,
  character_name: 'A',
  name: 'Pearl of Acid Baning',
  timestamp: '2026-05-04T18:21:07.412Z',
  ew: 33.6,
  ns: 42.1,
  tier: 1,
  great: false,
}

test('reads a page', () => {
  const { rares, next } = readRares({
    rares: [row, { ...row, tier: null, great: true, ew: null }],
    next: 'c',
  })
  expect(next).toBe('c')
  expect(rares[0]).toMatchObject({ id: 7, character: 'A', tier: 1, great: false, ew: 33.6 })
  expect(rares[1]).toMatchObject({ tier: null, great: true, ew: null })
})

test('leaves out what makes no sense', () => {
  for (const nonsense of [null, [], { rares: 3 }, { rares: [null, {}, { ...row, name: 5 }], next: 3 }]) {
    expect(readRares(nonsense)).toEqual({ rares: [], next: null })
  }
  expect(readTotals(null)).toEqual({ allTime: 0, today: 0 })
  expect(readTotals({ all_time: 12, today: 3 })).toEqual({ allTime: 12, today: 3 })
})
