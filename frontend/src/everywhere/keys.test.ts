import { expect, test } from 'vitest'
import { text } from '../text'
import { KEY_LIST, Sequence } from './keys'

test('G and another key go somewhere, if they come soon after each other', () => {
  const sequence = new Sequence()
  expect(sequence.press('m', 0)).toBeNull()
  expect(sequence.press('g', 10)).toBe('begun')
  expect(sequence.press('I', 900)).toBe('inventory')
  expect(sequence.press('i', 950)).toBeNull()
  expect(sequence.press('g', 1000)).toBe('begun')
  expect(sequence.press('s', 2600)).toBeNull()
  expect(sequence.press('g', 3000)).toBe('begun')
  expect(sequence.press('x', 3100)).toBeNull()
  expect(sequence.press('c', 3200)).toBeNull()
})

test('the list of keys says each thing once, and leaves none out', () => {
  const said = KEY_LIST.flatMap(group => group.lines.map(line => line.does))
  expect([...said].sort()).toEqual(Object.keys(text.keys.does).sort())
})
