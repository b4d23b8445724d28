import { describe, expect, test } from 'vitest'
import { type LabelWish, placeLabels, rectOf } from './labels'

const size = { width: 400, height: 300 }

function wish(id: string, x: number, y: number, more: Partial<LabelWish> = {}): LabelWish {
  return { id, x, y, gap: 7, width: 60, height: 13, mayWander: false, ...more }
}

describe('placing labels', () => {
  test('alone it stands on the right of its dot, centred on it', () => {
    const placed = placeLabels([wish('a', 100, 100)], [], size)
    expect(placed.get('a')).toEqual({ dx: 7, dy: -6.5 })
  })

  test('at the right edge it stands on the left', () => {
    const placed = placeLabels([wish('a', 390, 100)], [], size)
    expect(placed.get('a')!.dx).toBe(-67)
  })

  test('no two overlap, and none lies on what is taken', () => {
    const wishes = Array.from({ length: 80 }, (_, i) => wish(`l${i}`, (i * 37) % 400, (i * 53) % 300))
    const taken: [number, number, number, number][] = [[0, 0, 120, 80]]
    const placed = placeLabels(wishes, taken, size)
    const rects = wishes.filter(w => placed.has(w.id)).map(w => rectOf(w, placed.get(w.id)!))
    expect(rects.length).toBeGreaterThan(15)
    for (const [i, a] of rects.entries()) {
      for (const b of [...taken, ...rects.slice(i + 1)]) {
        expect(a[0] < b[2] && a[2] > b[0] && a[1] < b[3] && a[3] > b[1]).toBe(false)
      }
    }
  })

  test('the important one gets its place and the other one yields', () => {
    const both = [wish('first', 100, 100), wish('second', 100, 100)]
    expect(placeLabels(both, [], size).get('first')!.dx).toBe(7)
    expect(placeLabels(both.toReversed(), [], size).get('second')!.dx).toBe(7)
  })

  test('a label keeps its former place while that is free', () => {
    const former = new Map([['a', { dx: -67, dy: -6.5 }]])
    expect(placeLabels([wish('a', 200, 100)], [], size, former).get('a')).toEqual({ dx: -67, dy: -6.5 })
    const blocked = placeLabels([wish('a', 200, 100)], [[130, 90, 190, 110]], size, former)
    expect(blocked.get('a')!.dx).toBe(7)
  })

  test('only those that may stand farther away do', () => {
    // A wall around the dot that leaves no room right beside it.
    const wall: [number, number, number, number][] = [
      [120, 70, 207.5, 130],
      [207.5, 70, 212.5, 130],
    ]
    expect(placeLabels([wish('a', 200, 100)], wall, size).has('a')).toBe(false)
    expect(placeLabels([wish('a', 200, 100, { mayWander: true })], wall, size).has('a')).toBe(true)
  })

  test('dots outside of the map get none', () => {
    expect(placeLabels([wish('a', -1, 100), wish('b', 100, 301)], [], size).size).toBe(0)
  })

  test('a name of 64 letters finds a place or is left out, never cut', () => {
    const long = wish('long', 200, 100, { width: 380 })
    const placed = placeLabels([long], [], size)
    const [left, , right] = rectOf(long, placed.get('long')!)
    expect(left).toBeGreaterThanOrEqual(4)
    expect(right).toBeLessThanOrEqual(396)
    expect(placeLabels([wish('huge', 200, 100, { width: 500 })], [], size).size).toBe(0)
  })
})
