import { describe, expect, test } from 'vitest'
import { readDeaths, readPortals, readRareMarks, withNewest } from './mark'

const at = Date.UTC(2026, 4, 4, 18, 21, 7)
const timestamp = new Date(at).toISOString()

describe('marks of the server', () => {
  test('a portal, with who found it and when', () => {
    const row = { portal_name: 'Gateway', ns: 42.1, ew: 33.6, z: null, discovered_by: 'A' }
    expect(readPortals({ portals: [{ ...row, discovered_at: timestamp, last_seen: null }] })).toEqual([
      {
        id: 'portal Gateway 42.1 33.6',
        kind: 'portal',
        name: 'Gateway',
        ns: 42.1,
        ew: 33.6,
        rank: 2,
        at,
        by: 'A',
      },
    ])
  })

  test('a death and a rare', () => {
    const row = { character_name: 'A', timestamp, ew: 1, ns: 2 }
    expect(readDeaths({ deaths: [row] })).toMatchObject([{ kind: 'death', name: 'A', at, ew: 1, ns: 2 }])
    expect(readRareMarks({ rares: [{ ...row, name: 'Opal', great: true }] })).toMatchObject([
      { kind: 'rare', name: 'Opal', by: 'A', great: true },
    ])
  })

  test.each([null, [], { deaths: 3, rares: {}, portals: [null, 4, {}] }])(
    'nonsense is left out: %j',
    body => {
      expect([...readPortals(body), ...readDeaths(body), ...readRareMarks(body)]).toEqual([])
    },
  )

  test('what has no place on the surface is left out', () => {
    const row = { character_name: 'A', timestamp }
    const places = [{}, { ew: null, ns: null }, { ew: 4000, ns: 2 }, { ew: '1', ns: 2 }]
    expect(readDeaths({ deaths: places.map(place => ({ ...row, ...place })) })).toEqual([])
  })

  test('what is told and then read again stands there once', () => {
    const [mark] = readDeaths({ deaths: [{ character_name: 'A', timestamp, ew: 1, ns: 2 }] })
    expect(withNewest(withNewest([], mark!), { ...mark! })).toHaveLength(1)
  })
})
