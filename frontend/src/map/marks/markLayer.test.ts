import { expect, test } from 'vitest'
import { Spaced } from './markLayer'

test('nothing comes closer than the gap to what stands there already', () => {
  const spaced = new Spaced(10)
  expect(spaced.take(50, 50)).toBe(true)
  expect(spaced.take(59, 50)).toBe(false)
  expect(spaced.take(43, 43.5)).toBe(false)
  expect(spaced.take(60.1, 50)).toBe(true)
  expect(spaced.take(-3, -3)).toBe(true)
  expect(spaced.take(3, 3)).toBe(false)
})
