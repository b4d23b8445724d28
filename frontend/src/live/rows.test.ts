import { describe, expect, test } from 'vitest'
import { Rows } from './rows'

const times = (rows: Rows) => Array.from({ length: rows.length }, (_, row) => rows.time(row))
const column = (rows: Rows, at: number) =>
  Array.from({ length: rows.length }, (_, row) => rows.value(row, at))

function filled(count: number, most: number): Rows {
  const rows = new Rows(2, most)
  for (let i = 0; i < count; i++) rows.push(i, [i * 10, 1 - i])
  return rows
}

describe('rows', () => {
  test('stand in the order in which they came, with what is not known', () => {
    const rows = new Rows(2, 10)
    expect(rows.length).toBe(0)
    rows.push(5, [1, Number.NaN])
    rows.push(7, [2.5, 3])
    expect(times(rows)).toEqual([5, 7])
    expect(column(rows, 0)).toEqual([1, 2.5])
    expect(column(rows, 1)).toEqual([Number.NaN, 3])
  })

  test.each([1, 2, 15, 16, 17, 40, 100])(
    'beyond %i of them the oldest make room, around and around',
    most => {
      for (const count of [most - 1, most, most + 1, most * 3 + 1]) {
        const rows = filled(count, most)
        const last = Array.from(
          { length: Math.min(count, most) },
          (_, i) => count - Math.min(count, most) + i,
        )
        expect(times(rows)).toEqual(last)
        expect(column(rows, 0)).toEqual(last.map(i => i * 10))
        expect(column(rows, 1)).toEqual(last.map(i => 1 - i))
      }
    },
  )

  test('make room for more after they have gone around', () => {
    const rows = filled(16, 100)
    rows.drop(10)
    for (let i = 16; i < 40; i++) rows.push(i, [i * 10, -i])
    expect(times(rows)).toEqual(Array.from({ length: 30 }, (_, i) => i + 10))
    expect(column(rows, 0).at(-1)).toBe(390)
  })

  test('let go of the oldest, of all, and begin anew', () => {
    const rows = filled(20, 8)
    rows.drop(3)
    expect(times(rows)).toEqual([15, 16, 17, 18, 19])
    rows.dropBefore(17)
    expect(times(rows)).toEqual([17, 18, 19])
    rows.dropBefore(0)
    expect(rows.length).toBe(3)
    rows.dropBefore(100)
    expect(rows.length).toBe(0)
    rows.drop(5)
    expect(rows.length).toBe(0)
    rows.push(50, [1, 2])
    expect(times(rows)).toEqual([50])
  })

  test('are written anew in their place', () => {
    const rows = filled(12, 8)
    rows.write(rows.length - 1, 99, [7, 8])
    expect(times(rows)).toEqual([4, 5, 6, 7, 8, 9, 10, 99])
    expect(column(rows, 0).slice(-2)).toEqual([100, 7])
  })

  test('are thinned to every second one, of which the newest is one', () => {
    for (const count of [1, 2, 7, 8, 20]) {
      const rows = filled(count, 8)
      const before = times(rows)
      rows.thin()
      expect(times(rows)).toEqual(before.filter((_, i) => (before.length - 1 - i) % 2 === 0))
      rows.push(100, [5, 5])
      expect(times(rows).at(-1)).toBe(100)
    }
  })

  test('keep seven digits, or all of them', () => {
    const exact = new Rows(1, 4, true)
    exact.push(Date.UTC(2026, 4, 4, 18, 0, 0, 123), [123_456_789.25])
    expect([exact.time(0), exact.value(0, 0)]).toEqual([Date.UTC(2026, 4, 4, 18, 0, 0, 123), 123_456_789.25])
    const rough = new Rows(1, 4)
    rough.push(0, [33.612345])
    expect(rough.value(0, 0)).toBeCloseTo(33.612345, 5)
  })
})
