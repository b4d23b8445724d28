import { expect, test } from 'vitest'
import { backoff } from './backoff'

test('waits double up to half a minute', () => {
  const longest = [0, 1, 2, 3, 4, 5, 6, 60].map(attempt => backoff(attempt, () => 1))
  expect(longest).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000])
})

test('browsers scatter over the upper half of the wait', () => {
  expect(backoff(3, () => 0)).toBe(4000)
  expect(backoff(3, () => 0.5)).toBe(6000)
})
