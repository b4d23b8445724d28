import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { countKinds, discPlace, type Nearby, reachOf, readSurroundings, ringOf } from './nearby'

const event = {
  character_name: 'A',
  timestamp: '2026-05-04T18:21:07Z',
  heading: 90,
  ew: 10,
  ns: 20,
  z: 0,
  objects: [
    { id: 3, name: 'Portal', object_class: 14, ew: 10.1, ns: 20, z: 0.05 },
    { id: 2, name: 'Drudge', object_class: 5, ew: 10, ns: 20.05, distance: 12.4, health_percentage: 130 },
    { id: 4, name: 'Somebody', object_class: 'Player' },
  ],
}

describe('surroundings', () => {
  test('are read with lengths in metres, the nearest first', () => {
    const { objects, heading, at } = readSurroundings(event)!
    expect({ heading, at }).toEqual({ heading: 90, at: Date.UTC(2026, 4, 4, 18, 21, 7) })
    expect(objects.map(({ name, kind }) => [name, kind])).toEqual([
      ['Drudge', 'creature'],
      ['Portal', 'portal'],
      ['Somebody', 'player'],
    ])
    expect(objects[0]).toMatchObject({ distance: 12.4, health: 100 })
    expect(objects[0]!.north).toBeCloseTo(12)
    expect(objects[1]!.distance).toBeCloseTo(24)
    expect(objects[1]!.above).toBeCloseTo(12)
    expect(objects[2]).toMatchObject({ distance: null, east: null })
  })

  test('bear what plugins write', () => {
    for (const nonsense of [null, 3, {}, { ...event, timestamp: 'now' }])
      expect(readSurroundings(nonsense)).toBeNull()
    for (const objects of [null, 'none', [null, 3, { name: 5 }, []]]) {
      expect(readSurroundings({ ...event, objects })!.objects).toEqual([])
    }
    const odd = readSurroundings({
      ...event,
      ew: null,
      objects: [{ name: 'X', object_class: {}, ew: 3, ns: 4 }],
    })!
    expect(odd.objects[0]).toMatchObject({ kind: 'thing', east: null, distance: null })
    const many = Array.from({ length: 3000 }, (_, id) => ({ id, name: 'Rat' }))
    expect(readSurroundings({ ...event, objects: many })!.objects).toHaveLength(500)
  })

  // The very file that the server's own tests decode; a copy of this folder alone has none.
  const examples = join(import.meta.dirname, '../../../../tracker/event/testdata/events')
  test.runIf(existsSync(examples))("the contract's example", () => {
    const { objects } = readSurroundings(
      JSON.parse(readFileSync(join(examples, 'nearby_objects.json'), 'utf8')),
    )!
    expect(objects.map(each => each.kind)).toEqual(['player', 'creature', 'portal'])
  })
})

const at = (east: number | null, north: number | null): Nearby => ({
  key: '1',
  name: 'X',
  kind: 'thing',
  distance: null,
  east,
  north,
  above: null,
  health: null,
})

describe('the disc', () => {
  test('reaches as far as the farthest thing, in round rings', () => {
    expect(ringOf([])).toBe(5)
    expect(reachOf(ringOf([at(0, 44)]))).toBe(60)
    expect(ringOf([at(9000, 0)])).toBe(200)
    expect(ringOf([at(null, null)])).toBe(5)
  })

  test('has north above, or what the character faces', () => {
    expect(discPlace(at(0, 10), 20, 0)).toEqual({ x: 0, y: -0.5 })
    const east = discPlace(at(10, 0), 20, 90)!
    expect(east.x).toBeCloseTo(0)
    expect(east.y).toBeCloseTo(-0.5)
    const south = discPlace(at(0, -10), 20, 90)!
    expect(south.x).toBeCloseTo(0.5)
    expect(south.y).toBeCloseTo(0)
  })

  test('shows nothing beyond its edge or without a place', () => {
    expect(discPlace(at(30, 0), 20, 0)).toBeNull()
    expect(discPlace(at(null, 0), 20, 0)).toBeNull()
  })

  test('its legend counts what is there', () => {
    const two = [at(0, 0), { ...at(0, 0), kind: 'creature' as const }]
    expect(countKinds(two)).toEqual([
      { kind: 'creature', count: 1 },
      { kind: 'thing', count: 1 },
    ])
  })
})
