import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Looks } from './looks'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

test('what was told is looked for soon, and again where the server takes its time', () => {
  const look = vi.fn()
  new Looks(look).told()
  vi.advanceTimersByTime(1500)
  expect(look).toHaveBeenCalledTimes(1)
  vi.advanceTimersByTime(60_000)
  expect(look).toHaveBeenCalledTimes(3)
})

test('much at once puts nothing off, and is looked for no more often', () => {
  const look = vi.fn()
  const looks = new Looks(look)
  for (let i = 0; i < 20; i++) {
    looks.told()
    vi.advanceTimersByTime(100)
  }
  expect(look).toHaveBeenCalledTimes(1)
  vi.advanceTimersByTime(60_000)
  expect(look).toHaveBeenCalledTimes(4)
})

test('whoever stops looks no more', () => {
  const look = vi.fn()
  const looks = new Looks(look)
  looks.told()
  looks.stop()
  vi.advanceTimersByTime(60_000)
  expect(look).not.toHaveBeenCalled()
})
