import { describe, expect, test } from 'vitest'
import { type Findable, findPlaces, TOWNS } from './find'

const named = (name: string, kind: Findable['kind'], rank = 1): Findable => ({
  id: `${kind} ${name}`,
  kind,
  name,
  ns: 1,
  ew: 2,
  rank,
})
const others = [
  named('Holtburg Dungeon', 'dungeon'),
  named('Old Holt', 'player'),
  named("Mar'uun Lifestone", 'poi', 4),
  named('Gateway to Holtburg', 'portal'),
]
const found = (text: string) =>
  findPlaces(text, [...TOWNS, ...others], 6).map(({ kind, name }) => `${kind} ${name}`)

describe('finding a place', () => {
  test('what begins so stands before what has it in it', () => {
    expect(found('holt').slice(0, 2)).toEqual(['town Holtburg', 'dungeon Holtburg Dungeon'])
    expect(found('holt')).toContain('player Old Holt')
    expect(found('holtb').at(-1)).toBe('portal Gateway to Holtburg')
  })

  test.each([
    ['maruun', 'town Mar’uun'],
    ['old ho', 'player Old Holt'],
    ['to holtburg gate', 'portal Gateway to Holtburg'],
  ])('%s', (text, expected) => {
    expect(found(text).map(name => name.replace("'", '’'))).toContain(expected)
  })

  test('coordinates and landblocks are places', () => {
    expect(findPlaces('42.1n 33.6e', TOWNS, 6)[0]).toMatchObject({
      kind: 'place',
      name: '42.1N, 33.6E',
      ns: 42.1,
    })
    expect(findPlaces('a9b4', TOWNS, 6)[0]).toMatchObject({ kind: 'landblock', name: 'A9B4' })
  })

  test('nothing is found by nothing, and no more than asked for', () => {
    expect(findPlaces('  ', TOWNS, 6)).toEqual([])
    expect(findPlaces('xyzzy', TOWNS, 6)).toEqual([])
    expect(findPlaces('a', TOWNS, 4)).toHaveLength(4)
  })
})
