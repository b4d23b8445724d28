import { describe, expect, test } from 'vitest'
import { formatPlace, parsePlace, readCoordinates } from './coordinates'

describe('coordinates', () => {
  test.each([
    [42.1, 33.6, '42.1N, 33.6E'],
    [-21.54, -1.77, '21.5S, 1.8W'],
    [0, 0, '0.0N, 0.0E'],
    [-0.04, 0.04, '0.0S, 0.0E'],
  ])('%f, %f is written %s', (ns, ew, expected) => {
    expect(formatPlace(ns, ew)).toBe(expected)
  })

  test.each([
    ['42.1N, 33.6E', { ns: 42.1, ew: 33.6 }],
    ['42.1n 33.6w', { ns: 42.1, ew: -33.6 }],
    ['  7S,100E ', { ns: -7, ew: 100 }],
  ])('%s is read', (text, expected) => {
    expect(parsePlace(text)).toEqual(expected)
  })

  test.each(['', '42.1', '42.1E, 33.6N', 'N, E', '1e5N, 2E', '42.1N, 33.6E and more'])('%j is not', text => {
    expect(parsePlace(text)).toBeNull()
  })
})

describe('coordinates as people type them', () => {
  const holtburg = { ns: 42.1, ew: 33.6 }
  test.each([
    '42.1N 33.6E',
    '42.1n,33.6e',
    '  42.1 N , 33.6 E ',
    '42,1N 33,6E',
    '33.6E 42.1N',
    'N42.1 E33.6',
    '42.1 North, 33.6 East',
    '(42.1N, 33.6E)',
    '42.1°N 33.6°E',
    '42.1 33.6',
    '42.1, 33.6',
    '+42.1/+33.6',
  ])('%s', text => {
    expect(readCoordinates(text)).toEqual(holtburg)
  })

  test.each([
    ['7S 100W', { ns: -7, ew: -100 }],
    ['-7 -100', { ns: -7, ew: -100 }],
    ['−7.5, 0', { ns: -7.5, ew: 0 }],
    ['0N 0E', { ns: 0, ew: 0 }],
  ])('%s', (text, expected) => {
    expect(readCoordinates(text)).toEqual(expected)
  })

  test.each([
    '',
    '42.1',
    'Holtburg',
    '42.1N',
    '42.1N 33.6N',
    '42.1E 33.6W',
    '400N 3E',
    '103N, 1E',
    'N E',
    '1 2 3',
  ])('%j is no place', text => {
    expect(readCoordinates(text)).toBeNull()
  })
})
