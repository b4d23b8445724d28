import { describe, expect, test } from 'vitest'
import type { Rect } from './graticule'
import { Seen } from './seen'

const seen = (...hiding: Rect[]) => new Seen(800, 600, hiding)

/** Whether a point lies in a part. */
const isIn = ({ parts }: Seen, x: number, y: number) =>
  parts.some(([left, top, right, bottom]) => x >= left && x < right && y >= top && y < bottom)

describe('what is seen of the map', () => {
  test('is all of it where no window is', () => {
    expect(seen().whole).toBe(true)
    expect(seen().parts).toEqual([[0, 0, 800, 600]])
    expect(seen([900, 0, 1000, 100]).whole).toBe(true)
  })

  test('is what lies beside a window, and around its round corners', () => {
    const half = seen([300, -20, 820, 620])
    expect(half.whole).toBe(false)
    expect(half.parts).toEqual([[0, 0, 300, 600]])
    const inside = seen([200, 200, 600, 400])
    expect([isIn(inside, 400, 300), isIn(inside, 199, 300), isIn(inside, 400, 401)]).toEqual([
      false,
      true,
      true,
    ])
    expect(isIn(inside, 202, 202)).toBe(true)
  })

  test('is nothing where windows hide it together', () => {
    const { parts } = seen([-20, -20, 410, 620], [390, -20, 820, 620])
    expect(parts).toEqual([])
    expect(seen([-20, -20, 820, 620]).near(400, 300, 500)).toBe(false)
  })

  test('only whole pixels hide', () => {
    const { parts } = seen([300.4, -20, 820, 620])
    expect(parts).toEqual([[0, 0, 301, 600]])
  })

  test('nothing that is seen is missing, however many windows there are, and the parts stay few', () => {
    let number = 7
    const next = (most: number) => {
      number = (number * 16_807) % 2_147_483_647
      return number % most
    }
    for (let round = 0; round < 60; round++) {
      const hiding = Array.from({ length: 1 + next(20) }, (): Rect => {
        const [left, top] = [next(800) - 50, next(600) - 50]
        return [left, top, left + 60 + next(400), top + 60 + next(300)]
      })
      const made = seen(...hiding)
      expect(made.parts.length).toBeLessThanOrEqual(6)
      for (let x = 1; x < 800; x += 7) {
        for (let y = 1; y < 600; y += 7) {
          const hidden = hiding.some(([l, t, r, b]) => x >= l && x < r && y >= t && y < b)
          if (!hidden && !isIn(made, x, y)) expect.unreachable(`${x} ${y} of ${JSON.stringify(hiding)}`)
        }
      }
    }
  })

  test('tells what is near enough to reach into it', () => {
    const half = seen([300, -20, 820, 620])
    expect([half.near(310, 100, 12), half.near(330, 100, 12), half.near(-5, 100, 12)]).toEqual([
      true,
      false,
      true,
    ])
    expect([seen().near(805, 100, 12), seen().near(830, 100, 12)]).toEqual([true, false])
  })
})
