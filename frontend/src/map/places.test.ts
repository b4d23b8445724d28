import { describe, expect, test } from 'vitest'
import { nearestPlace, PLACES } from './places'

describe('places', () => {
  test('capitals come first, outposts last', () => {
    const ranks = PLACES.map(place => place.rank)
    expect(ranks[0]).toBe('capital')
    expect(ranks.at(-1)).toBe('outpost')
    expect(ranks.indexOf('outpost')).toBe(59)
  })

  test('an outpost that repeats a town is the same place', () => {
    expect(PLACES.filter(place => place.name.startsWith('Bandit Castle'))).toHaveLength(1)
    expect(PLACES.filter(place => place.name.startsWith('Eastwatch'))).toHaveLength(1)
    expect(PLACES.some(place => place.name === 'Southern Holtburg Outpost')).toBe(true)
  })

  test('somebody near a town is near that town', () => {
    expect(nearestPlace(42.5, 33)?.name).toBe('Holtburg')
    expect(nearestPlace(-20, -60)).toBeNull()
  })
})
