import { describe, expect, test } from 'vitest'
import { LEAST_GAP, type Spot, spread } from './spread'

function nearest(spots: Spot[]): number {
  let least = Number.POSITIVE_INFINITY
  for (const [i, a] of spots.entries()) {
    for (const b of spots.slice(i + 1)) least = Math.min(least, Math.hypot(a.x - b.x, a.y - b.y))
  }
  return least
}

describe('standing apart', () => {
  test('those with room stay where they are', () => {
    const spots = [
      { x: 0, y: 0 },
      { x: 20, y: 0 },
      { x: 0, y: 8 },
    ]
    spread(spots)
    expect(spots).toEqual([
      { x: 0, y: 0 },
      { x: 20, y: 0 },
      { x: 0, y: 8 },
    ])
  })

  test('two that overlap move as much each', () => {
    const spots = [
      { x: 10, y: 10 },
      { x: 13, y: 10 },
    ]
    spread(spots)
    expect(nearest(spots)).toBeGreaterThan(LEAST_GAP - 0.1)
    expect((spots[0]!.x + spots[1]!.x) / 2).toBeCloseTo(11.5)
  })

  test.each([2, 9, 30])('%i on the very same spot can all be told apart', count => {
    const spots = Array.from({ length: count }, () => ({ x: 50, y: 50 }))
    spread(spots)
    expect(nearest(spots)).toBeGreaterThan(LEAST_GAP * 0.8)
    const farthest = Math.max(...spots.map(spot => Math.hypot(spot.x - 50, spot.y - 50)))
    expect(farthest).toBeLessThan(LEAST_GAP * Math.sqrt(count) * 1.2)
  })

  test('the same crowd gets the same places in each frame', () => {
    const crowd = () => Array.from({ length: 20 }, (_, i) => ({ x: (i * 7) % 11, y: (i * 5) % 13 }))
    const [a, b] = [crowd(), crowd()]
    spread(a)
    spread(b)
    expect(a).toEqual(b)
  })
})
