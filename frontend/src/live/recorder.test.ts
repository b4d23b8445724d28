import { expect, test, vi } from 'vitest'
import { Recorder } from './recorder'

function recorder(span = 1000, step = 0, most = 2000) {
  const clock = { now: 0 }
  const read = (message: Record<string, unknown>) =>
    typeof message.v === 'number'
      ? { character: String(message.character_name), value: { v: message.v } }
      : null
  const options = { types: [], read, columns: ['v'] as const, span, step, most }
  return { clock, made: new Recorder<'v'>(options, () => clock.now) }
}

const values = (kept: readonly { value: { v: number | null } }[]) => kept.map(each => each.value.v)

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
  for (clock.now = 0; clock.now <= 300; clock.now += 50) made.add('A', { v: clock.now })
  expect(values(made.of('A'))).toEqual([200, 250, 300])
})

test('a stream faster than its step keeps the newest of each step, and grows', () => {
  const { clock, made } = recorder(1e9, 100)
  for (clock.now = 0; clock.now < 1000; clock.now += 10) made.add('A', { v: clock.now })
  const kept = made.of('A')
  expect(kept.length).toBeGreaterThan(8)
  expect(kept.length).toBeLessThan(13)
  expect(values(kept).at(-1)).toBe(990)
})

test('when there are too many values the steps grow, and all of the span is still there', () => {
  const { clock, made } = recorder(1000, 10, 20)
  for (clock.now = 0; clock.now < 1000; clock.now++) {
    made.add('A', { v: clock.now })
    expect(made.of('A').length).toBeLessThanOrEqual(20)
  }
  const times = made.of('A').map(({ at }) => at)
  expect(times[0]).toBeLessThan(100)
  expect(times).toEqual([...times].sort((a, b) => a - b))
  for (const [index, at] of times.entries()) expect(at - (times[index - 1] ?? 0)).toBeLessThan(200)
  expect(values(made.of('A')).at(-1)).toBe(999)
})

test('a pause leaves a gap, and after one that is longer than the span only what is new is left', () => {
  const { clock, made } = recorder(1000, 10)
  made.add('A', { v: 1 })
  clock.now = 900
  made.add('A', { v: 2 })
  expect(made.of('A').map(({ at }) => at)).toEqual([0, 900])
  clock.now = 5000
  made.add('A', { v: 3 })
  expect(made.of('A')).toEqual([{ at: 5000, value: { v: 3 } }])
})

test('keeps what is not known as such, and fractions', () => {
  const options = { types: [], read: () => null, columns: ['a', 'b'] as const, span: 1000, step: 0, most: 9 }
  const made = new Recorder<'a' | 'b'>(options, () => 7)
  made.add('A', { a: null, b: 0.5 })
  expect(made.of('A')).toEqual([{ at: 7, value: { a: null, b: 0.5 } }])
})

test('holds a bounded number of characters', () => {
  const { made } = recorder()
  for (let index = 0; index < 400; index++) made.add(`n${index}`, { v: index })
  expect(made.of('n0')).toEqual([])
  expect(values(made.of('n399'))).toEqual([399])
})

test('tells its listeners once of many values', () => {
  vi.useFakeTimers()
  const { made } = recorder()
  let told = 0
  const off = made.subscribe(() => told++)
  const before = made.getVersion()
  for (let value = 0; value < 50; value++) made.add('A', { v: value })
  expect(made.getVersion()).toBe(before)
  vi.advanceTimersByTime(1000)
  expect(told).toBe(1)
  expect(made.getVersion()).not.toBe(before)
  off()
  made.add('A', { v: 2 })
  vi.advanceTimersByTime(1000)
  expect(told).toBe(1)
  vi.useRealTimers()
})
