import { describe, expect, test } from 'vitest'
import { readPlayers } from '../live/player'
import { boxOf, extendTo, membersOf, NOBODY, neighbour, toggleMember } from './group'

const players = readPlayers({
  players: [
    { character_name: 'A', char_tag: 'x' },
    { character_name: 'B', char_tag: 'x' },
    { character_name: 'C' },
  ],
})
const rows = ['A', 'B', 'C', 'D']

describe('a group', () => {
  test('has who is named and who carries a tag', () => {
    const names = (group: Parameters<typeof membersOf>[0]) =>
      membersOf(group, players).map(({ name }) => name)
    expect(names(NOBODY)).toEqual([])
    expect(names({ names: ['C', 'gone'], tags: [] })).toEqual(['C'])
    expect(names({ names: ['C'], tags: ['x'] })).toEqual(['A', 'B', 'C'])
  })

  test('begins with whoever is followed, and ends with the one who is left', () => {
    const two = toggleMember({ followed: 'A', group: NOBODY }, 'B')
    expect(two).toEqual({ followed: null, group: { names: ['A', 'B'], tags: [] } })
    const one = toggleMember(two, 'A')
    expect(one).toEqual({ followed: 'B', group: NOBODY })
    expect(toggleMember(one, 'B')).toEqual({ followed: null, group: NOBODY })
  })

  test('a tag stays while single ones come and go', () => {
    const tagged = { followed: null, group: { names: [], tags: ['x'] } }
    const more = toggleMember(tagged, 'C')
    expect(more.group).toEqual({ names: ['C'], tags: ['x'] })
    expect(toggleMember(more, 'C').group).toEqual({ names: [], tags: ['x'] })
  })

  test('reaches from the last chosen one to this one, either way', () => {
    expect(extendTo({ followed: 'B', group: NOBODY }, rows, 'D').group.names).toEqual(['B', 'C', 'D'])
    expect(extendTo({ followed: 'C', group: NOBODY }, rows, 'A').group.names).toEqual(['C', 'B', 'A'])
    expect(extendTo({ followed: null, group: NOBODY }, rows, 'C')).toEqual({ followed: 'C', group: NOBODY })
  })
})

test.each([
  ['A', 1, 'B'],
  ['A', -1, 'D'],
  ['D', 1, 'A'],
  [null, 1, 'A'],
  [null, -1, 'D'],
  ['gone', 1, 'A'],
] as const)('after %s, %i on, comes %s', (of, step, expected) => {
  expect(neighbour(rows, of, step)).toBe(expected)
  expect(neighbour([], of, step)).toBeNull()
})

test('a box lies around all of them', () => {
  expect(boxOf([])).toBeNull()
  expect(
    boxOf([
      { ew: 1, ns: 5 },
      { ew: -2, ns: 7 },
    ]),
  ).toEqual({ west: -2, east: 1, south: 5, north: 7 })
})
