import { expect, test } from 'vitest'
import { readKills } from './totals'

test('the kills of all are read', () => {
  expect(readKills({ total: 12, today: 3, last_updated: 'now' })).toEqual({ total: 12, today: 3 })
  expect(readKills(null)).toEqual({ total: 0, today: 0 })
})
