import { describe, expect, test } from 'vitest'
import { en, number } from './en'

describe('figures', () => {
  test.each([
    [0, '0'],
    [1312.44, '1,312'],
    [2_418_077, '2,418,077'],
    [-5, '−5'],
  ])('%f is written %s', (value, expected) => {
    expect(number(value)).toBe(expected)
  })
})

test.each([
  [999_999, '999,999'],
  [2_418_077, '2.42M'],
  [9_007_199_254_740_991, '9010T'],
])('%f in a narrow column is %s', (value, expected) => {
  expect(en.short(value)).toBe(expected)
})

describe('durations', () => {
  test.each([
    ['05:12:44', '5 h 12 min'],
    ['00:07:01', '7 min'],
    ['2.03:00:00', '2 d 3 h'],
    ['since noon', 'since noon'],
  ])('%s is %s', (value, expected) => {
    expect(en.duration(value)).toBe(expected)
  })
})

test.each([
  [2, 'died just now'],
  [40, 'died 40 s ago'],
  [185, 'died 3 min ago'],
])('%i s after a death', (seconds, expected) => {
  expect(en.roster.died(seconds)).toBe(expected)
})
