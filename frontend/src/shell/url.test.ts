import { describe, expect, test } from 'vitest'
import { NOBODY } from '../map/group'
import { DEFAULT_LINK } from '../replay/replay'
import { DEFAULT_SORT } from '../roster/rows'
import { readUrl, type UrlState, writeUrl } from './url'

const plain: UrlState = {
  followed: null,
  group: NOBODY,
  view: null,
  sort: DEFAULT_SORT,
  text: '',
  tags: [],
  windows: null,
  layers: null,
  replay: DEFAULT_LINK,
}

describe('the address of the page', () => {
  test('says nothing where everything is as always', () => {
    expect(writeUrl(plain)).toBe('')
    expect(readUrl('')).toEqual(plain)
  })

  test.each<[string, UrlState]>([
    ['a view', { ...plain, view: { ew: -73.125, ns: 49.9, scale: 8.25 } }],
    ['a follower', { ...plain, followed: 'Kesh ibn Rahim' }],
    ['a group', { ...plain, group: { names: ['Kesh ibn Rahim', 'Ö&'], tags: ['hunt-a'] } }],
    ['a sort', { ...plain, sort: { key: 'name', descending: false } }],
    ['a sort downwards', { ...plain, sort: { key: 'rares', descending: true } }],
    ['layers', { ...plain, layers: { shown: ['heat', 'rares'], hours: 168, mob: 'Drudge' } }],
    ['a time', { ...plain, replay: { time: Date.UTC(2026, 4, 4, 11, 49, 20), span: '6h', speed: 10 } }],
    ['a filter', { ...plain, text: 'a&b=c #1 ä', tags: ['hunt-a', 'x,y'] }],
  ])('%s comes back', (_, state) => {
    expect(readUrl(writeUrl(state))).toEqual(state)
  })

  test('a view is written as players write places', () => {
    expect(writeUrl({ ...plain, view: { ew: 33.6, ns: -42.1, scale: 4.06 } })).toBe(
      '?at=42.100S,+33.600E&zoom=4.06',
    )
  })

  test('whoever is followed says where the map looks', () => {
    const state = { ...plain, followed: 'A', view: { ew: 1, ns: 2, scale: 8 } }
    expect(writeUrl(state)).toBe('?follow=A&zoom=8')
  })

  test.each([
    '?zoom=x',
    '?zoom=-3&at=1N,1E',
    '?zoom=Infinity',
    '?sort=shoes',
    '?follow=&tag=',
    '?at=here',
    '?t=noon&speed=7&span=1y',
  ])('nonsense is passed over: %s', search => {
    expect(readUrl(search)).toEqual(plain)
  })
})
