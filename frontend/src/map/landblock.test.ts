import { describe, expect, test } from 'vitest'
import { landblockOf, readLandblock } from './landblock'

describe('landblocks', () => {
  test.each([
    [42.1, 33.6, 'A9B4'],
    [-101.95, -101.95, '0000'],
    [102.04, 102.04, 'FEFE'],
    [0, 0, '7F7F'],
  ])('%f, %f lies in %s', (ns, ew, expected) => {
    expect(landblockOf(ns, ew)).toBe(expected)
  })

  test.each([
    [-102, 0],
    [0, 102.06],
    [4000, 4000],
  ])('%f, %f lies in none', (ns, ew) => {
    expect(landblockOf(ns, ew)).toBeNull()
  })

  test('the middle of each lies in it', () => {
    for (let block = 0; block < 255; block++) {
      const name = block.toString(16).toUpperCase().padStart(2, '0').repeat(2)
      const middle = readLandblock(name)!
      expect(landblockOf(middle.ns, middle.ew)).toBe(name)
    }
  })

  test.each(['0xA9B4', 'a9b4', 'A9B40021', ' A9B4 '])('%s is read', text => {
    expect(readLandblock(text)).toEqual(readLandblock('A9B4'))
  })

  test.each(['', 'A9', 'FF00', 'Holt', 'A9B4F', '12345'])('%j is none', text => {
    expect(readLandblock(text)).toBeNull()
  })
})
