import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import dungeons from './dungeons.tsv'
import encoded from './land.geojson'
import mask from './landmask.txt'
import pois from './pois.tsv'
import { decodeRings, encodeRings } from './polyline'
import { decodeRuns, encodeRuns } from './runs'
import towns from './towns.tsv'

const own = (name: string) => readFileSync(join(import.meta.dirname, name), 'utf8')
const shared = (name: string) => join(import.meta.dirname, '../../../../../shared/gamedata', name)

describe('the copies of the game data', () => {
  test.each(['land.geojson', 'landmask.txt', 'towns.tsv', 'dungeons.tsv', 'pois.tsv'])(
    '%s equals its source, where that is at hand',
    name => {
      // A clone without the shared data has nothing to compare with.
      if (existsSync(shared(name))) expect(own(name)).toBe(readFileSync(shared(name), 'utf8'))
      expect(own(name).length).toBeGreaterThan(1000)
    },
  )
})

describe('what the build makes of them', () => {
  test('the coast comes back to a tenth of a unit, each ring without its repeated end', () => {
    const rings = JSON.parse(own('land.geojson')).features.flatMap(
      (feature: { geometry: { coordinates: [number, number][][] } }) =>
        feature.geometry.coordinates.map(ring => ring.slice(0, -1).flat()),
    )
    expect(decodeRings(encoded)).toEqual(rings)
    expect(encoded.length).toBeLessThan(40_000)
  })

  test('the mask comes back letter by letter', () => {
    expect(mask.map(decodeRuns).join('\n')).toBe(own('landmask.txt').trimEnd())
  })

  test('dungeons keep their landblock, and their entrance where one is known', () => {
    expect(dungeons).toHaveLength(941)
    expect(dungeons).toContainEqual(['0002', 'Viamontian Garrison', 75.3, -73.8])
    expect(dungeons).toContainEqual(['0003', 'Niffis Fighting Pits', null, null])
  })

  test('places are without the entrances that the dungeons have', () => {
    expect(pois).toHaveLength(1902 - 466)
    expect(pois).toContainEqual(['Aluvian Casino', 40.8, 33.6, 'landmark'])
  })

  test('towns keep their place and their note', () => {
    expect(towns).toHaveLength(85)
    expect(towns).toContainEqual(['Cragstone', 26, 48.4, 'town', 'Aluvian', 'Capital'])
  })
})

describe('the codes', () => {
  test.each([
    [[[0, 0, 0.1, -0.1, -102, 102.1]]],
    [
      [
        [5, 5],
        [-5, 5],
      ],
    ],
  ])('rings %j', rings => {
    expect(decodeRings(encodeRings(rings))).toEqual(rings)
  })

  test.each(['', 'a', '~~~~gg~', 'abc'])('runs %j', line => {
    expect(decodeRuns(encodeRuns(line))).toBe(line)
  })
})
