import { expect, test, vi } from 'vitest'
import { Recorder } from './recorder'

function recorder(span = 1000, step = 0) {
  const clock = { now: 0 }
  const read = (message: Record<string, unknown>) =>
    typeof message.v === 'number' ? { character: String(message.character_name), value: message.v } : null
  return { clock, made: new Recorder<number>({ types: [], read, span, step }, () => clock.now) }
}

const values = (kept: readonly { value: number }[]) => kept.map(each => each.value)

test('keeps what it is told of each character, and nothing else', () => {
  const { made } = recorder()
  made.hear({ character_name: 'A', v: 1 })
  made.hear({ character_name: 'B', v: 2 })
  made.hear({ character_name: 'A', v: 'nonsense' })
  expect(values(made.of('A'))).toEqual([1])
  expect(values(made.of('B'))).toEqual([2])
  expect(made.of('C')).toEqual([])
})

test('forgets what is older than its span', () => {
  const { clock, made } = recorder(100)
  for (clock.now = 0; clock.now <= 300; clock.now += 50) made.add('A', clock.now)
  expect(values(made.of('A'))).toEqual([250, 300])
})

test('a stream faster than its step keeps the newest of each step, and grows', () => {
  const { clock, made } = recorder(1e9, 100)
  for (clock.now = 0; clock.now < 1000; clock.now += 10) made.add('A', clock.now)
  const kept = made.of('A')
  expect(kept.length).toBeGreaterThan(8)
  expect(kept.length).toBeLessThan(13)
  expect(values(kept).at(-1)).toBe(990)
})

test('holds a bounded number of characters', () => {
  const { made } = recorder()
  for (let index = 0; index < 400; index++) made.add(`n${index}`, index)
  expect(made.of('n0')).toEqual([])
  expect(values(made.of('n399'))).toEqual([399])
})

test('tells its listeners once of many values', () => {
  vi.useFakeTimers()
  const { made } = recorder()
  let told = 0
  const off = made.subscribe(() => told++)
  const before = made.getVersion()
  for (let value = 0; value < 50; value++) made.add('A', value)
  expect(made.getVersion()).toBe(before)
  vi.advanceTimersByTime(1000)
  expect(told).toBe(1)
  expect(made.getVersion()).not.toBe(before)
  off()
  made.add('A', 2)
  vi.advanceTimersByTime(1000)
  expect(told).toBe(1)
  vi.useRealTimers()
})
