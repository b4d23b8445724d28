import { expect, test } from 'vitest'
import { joined } from './usePages'

const page = (...ids: number[]) => ({ items: ids.map(id => ({ id })), next: null })
const ids = (items: { id: number }[]) => items.map(({ id }) => id)

test('what moved over to the next page is listed once, where it was first', () => {
  expect(ids(joined([page(9, 8, 7), page(8, 7, 6), page(5)]))).toEqual([9, 8, 7, 6, 5])
})

test('no page has no items', () => {
  expect(joined([])).toEqual([])
})
