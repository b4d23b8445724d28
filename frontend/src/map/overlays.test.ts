import { expect, test } from 'vitest'
import { dungeonName, ENTRANCES, nearestMark, POIS } from './atlas'
import { Overlays } from './overlays'

test('the game’s tables give dungeons their entrances and their names', () => {
  expect(ENTRANCES).toContainEqual(
    expect.objectContaining({ name: 'Remote Empyrean Vault', landblock: '0001' }),
  )
  expect(POIS.every(mark => mark.kind === 'poi')).toBe(true)
  expect(new Set([...ENTRANCES, ...POIS].map(mark => mark.id)).size).toBeGreaterThan(1900)
  expect(dungeonName('0003')).toBe('Niffis Fighting Pits')
  expect(dungeonName('01d9')).not.toBeNull()
  expect(dungeonName('FFFF')).toBeNull()
})

test('whoever stands at an entrance is at that dungeon, and nobody far away is', () => {
  expect(nearestMark(81.6, -71.1)?.name).toBe('Remote Empyrean Vault')
  expect(nearestMark(0, -60)).toBeNull()
})

test('a crowd is called after its place, in a town not at all, and elsewhere not before the tables have come', () => {
  let changes = 0
  const overlays = new Overlays(
    () => changes++,
    () => {},
  )
  expect(overlays.nameOf(1, 81.6, -71.1)).toBeNull()
  overlays.nearestMark = nearestMark
  expect(overlays.nameOf(1, 81.6, -71.1)).toBe('Remote Empyrean Vault')
  expect(overlays.nameOf(1, 42.1, 33.6)).toBeNull()
  expect(overlays.nameOf(2, 0, -60)).toBeNull()
  overlays.show(['towns'])
  expect([...overlays.shown]).toEqual(['towns'])
  overlays.setMarks('portal', [])
  expect(changes).toBe(2)
})
