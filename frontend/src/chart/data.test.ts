import { describe, expect, test } from 'vitest'
import { bucketTimes, colourOf, dashOf, extremes, isEmpty, onTimes, together, wholeMarks } from './data'

test('a chart without a single value is empty', () => {
  const line = { name: 'a', colour: 'accent' as const }
  expect(isEmpty({ times: [], series: [] })).toBe(true)
  expect(isEmpty({ times: [1, 2], series: [{ ...line, values: [null, null] }] })).toBe(true)
  expect(isEmpty({ times: [1, 2], series: [{ ...line, values: [null, 0] }] })).toBe(false)
})

describe('what is said of a line', () => {
  test('its lowest, its highest with its time, and its last', () => {
    expect(extremes([10, 20, 30, 40], [4, 9, null, 2])).toEqual({
      lowest: 2,
      highest: 9,
      highestAt: 20,
      last: 2,
    })
  })
  test('of several highest ones the first', () => {
    expect(extremes([10, 20], [5, 5])?.highestAt).toBe(10)
  })
  test('nothing of one without values', () => {
    expect(extremes([10, 20], [null, null])).toBeNull()
    expect(extremes([], [3])).toBeNull()
  })
})

test('buckets cover a span, the last one too where it is cut', () => {
  expect(bucketTimes({ from: 0, to: 10 }, 5)).toEqual([0, 5])
  expect(bucketTimes({ from: 0, to: 11 }, 5)).toEqual([0, 5, 10])
  expect(bucketTimes({ from: 9, to: 3 }, 5)).toEqual([])
})

test('values lie on their times, with gaps or with nothing', () => {
  const values = new Map([[5, 7]])
  expect(onTimes([0, 5], values, null)).toEqual([null, 7])
  expect(onTimes([0, 5], values, 0)).toEqual([0, 7])
})

test('lines with times of their own share all of these', () => {
  const { times, series } = together([
    { name: 'a', colour: 'accent', points: [[2, 20]] },
    {
      name: 'b',
      colour: 'bad',
      points: [
        [1, 10],
        [2, 30],
      ],
    },
  ])
  expect(times).toEqual([1, 2])
  expect(series.map(each => each.values)).toEqual([
    [null, 20],
    [10, 30],
  ])
})

describe('the marks of a scale', () => {
  test.each([
    [0, 3, [0, 1]],
    [1, 3, [0, 1]],
    [2, 3, [0, 1, 2]],
    [7, 3, [0, 5, 10]],
    [1312, 3, [0, 500, 1000, 1500]],
    [30_000, 3, [0, 10_000, 20_000, 30_000]],
    [Number.NaN, 3, [0, 1]],
  ])('up to %f', (most, count, expected) => {
    expect(wholeMarks(most, count)).toEqual(expected)
  })
  test('hold the highest value and are few, whatever it is', () => {
    for (let most = 1; most < 1e12; most *= 1.37) {
      const marks = wholeMarks(most, 3)
      expect(marks.at(-1)).toBeGreaterThanOrEqual(most)
      expect(marks.length).toBeLessThanOrEqual(5)
      expect(marks.every(Number.isInteger)).toBe(true)
    }
  })
})

test('neighbours differ in colour and in dashes', () => {
  for (let index = 0; index < 12; index++) {
    expect(colourOf(index)).not.toBe(colourOf(index + 1))
    expect(dashOf(index)).not.toEqual(dashOf(index + 1))
  }
})
