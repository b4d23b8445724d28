import { expect, test } from 'vitest'
import { text } from '../text'
import { DOLL } from './slots'

test('every cell has a place and a name of its own', () => {
  expect(new Set(DOLL.map(({ row, column }) => `${row}/${column}`)).size).toBe(DOLL.length)
  expect(Object.keys(text.slots).sort()).toEqual(DOLL.map(({ id }) => id).sort())
})
