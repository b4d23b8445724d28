// @vitest-environment happy-dom
import { beforeEach, expect, test } from 'vitest'
import { readLink } from './link'
import { lockLink, suits } from './lockLink'
import { rememberLast } from './remembered'
import { EMPTY_WISH, faultOf } from './wish'

beforeEach(() => localStorage.clear())

const linked = (slots: string[], setId: number | null = null) => {
  const link = lockLink({ owner: 'Mule One', itemId: 7, slots, setId })
  return readLink(link.slice(link.indexOf('?')))
}

test('a piece is locked in its one slot, and anywhere where it has several', () => {
  expect(linked(['head'])?.locked).toEqual([{ character: 'Mule One', itemId: 7, slot: 'head' }])
  expect(linked(['chest', 'abdomen'])?.locked).toEqual([{ character: 'Mule One', itemId: 7, slot: '' }])
})

test('a slot that is not among the usual ones is asked for', () => {
  expect(EMPTY_WISH.slots).not.toContain('cloak')
  expect(linked(['cloak'])?.slots).toContain('cloak')
})

test('a wish that says nothing yet is for the set of the piece, or for the highest figures', () => {
  expect(linked(['head'], 14)?.primary).toEqual({ id: 14, count: 5 })
  const plain = linked(['head'])
  expect(plain?.primary.id).toBe(0)
  expect(plain && faultOf(plain)).toBeNull()
})

test('the last wish stays, and the owner is among those who give', () => {
  rememberLast({
    name: '',
    wish: {
      ...EMPTY_WISH,
      target: 'Anna',
      characters: ['Anna'],
      locked: [{ character: 'Anna', itemId: 5, slot: 'feet' }],
    },
  })
  const wish = linked(['head'])
  expect(wish?.target).toBe('Anna')
  expect(wish?.characters).toEqual(['Anna', 'Mule One'])
  expect(wish?.locked.map(each => each.itemId)).toEqual([5, 7])
  const again = wish!
  rememberLast({ name: '', wish: again })
  expect(linked(['head'])).toEqual(again)
})

test('weapons and the like are no part of a suit', () => {
  const of = (...slots: string[]) => suits({ slots })
  expect([of('weapon'), of(), of('finger_left', 'finger_right')]).toEqual([false, false, true])
})
