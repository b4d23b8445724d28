import { expect, test } from 'vitest'
import { type Line, MOST, readLine, selectLines, together, withLines } from './line'

const line = (text: string, at = 0, character = 'A'): Line =>
  readLine({ character_name: character, text, timestamp: new Date(at).toISOString() })!

test.each([
  ['Allegiance', 'x', 'allegiance'],
  ['FELLOWSHIP', 'x', 'fellowship'],
  ['Tells', 'x', 'tell'],
  ['Say', 'x', 'local'],
  ['Combat', 'x', 'system'],
  [null, '[allegiance] B says, "x"', 'allegiance'],
  [null, '[Fellowship] B says, "x"', 'fellowship'],
  [null, 'You tell B, "x"', 'tell'],
  [null, 'B tells you, "x"', 'tell'],
  [null, 'B says, "x"', 'local'],
  [null, 'You say, "x"', 'local'],
  [null, 'You have 3 tapers.', 'system'],
])('the channel of %s %s is %s', (channel, text, expected) => {
  expect(readLine({ character_name: 'A', text, channel })?.channel).toBe(expected)
})

test('what is no line is none', () => {
  for (const nonsense of [null, 3, {}, { text: 'x' }, { character_name: 'A' }])
    expect(readLine(nonsense)).toBeNull()
})

test('lines that were read and heard are there once, in the order of time', () => {
  const read = [line('a', 1), line('c', 3)]
  const all = withLines(read, [line('c', 3), line('b', 2), line('d', 4)])
  expect(all.map(each => each.text)).toEqual(['a', 'b', 'c', 'd'])
  expect(withLines(all, [line('b', 2)])).toBe(all)
})

test('only the newest are kept', () => {
  let lines: Line[] = []
  for (let i = 0; i < MOST + 5; i++) lines = withLines(lines, [line(`${i}`, i)])
  expect(lines).toHaveLength(MOST)
  expect(lines[0]!.text).toBe('5')
})

test('filters by channel, who heard it, and text', () => {
  const lines = [line('You say, "Moss"'), line('moss is green'), line('You say, "moss"', 0, 'B')]
  const all = { channels: new Set<never>(), character: null, text: '' }
  expect(selectLines(lines, all)).toHaveLength(3)
  expect(selectLines(lines, { ...all, text: ' MOSS ' })).toHaveLength(3)
  expect(
    selectLines(lines, { channels: new Set(['local' as const]), character: 'A', text: 'moss' }),
  ).toHaveLength(1)
})

test('what several hear at once is one line, and what is said again another', () => {
  const heard = together([
    line('grats!', 1000, 'A'),
    line('grats!', 1200, 'B'),
    line('loot is open', 1300, 'A'),
    line('grats!', 1400, 'C'),
    line('grats!', 2000, 'A'),
    line('grats!', 2100, 'B'),
    line('grats!', 60_000, 'C'),
  ])
  expect(heard.map(each => [each.text, each.by.join('')])).toEqual([
    ['grats!', 'ABC'],
    ['loot is open', 'A'],
    ['grats!', 'AB'],
    ['grats!', 'C'],
  ])
})

test('words of another channel are other words', () => {
  const [one, other] = [line('hi', 0, 'A'), { ...line('hi', 0, 'B'), channel: 'tell' as const }]
  expect(together([one, other])).toHaveLength(2)
})
