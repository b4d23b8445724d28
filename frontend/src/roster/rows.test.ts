import { describe, expect, test } from 'vitest'
import { readPlayers } from '../live/player'
import { countTags, nextSort, type SortKey, selectRows, sum } from './rows'

const players = readPlayers({
  players: [
    {
      character_name: 'Bren',
      char_tag: 'hunt-a',
      state: 'combat',
      kills: 10,
      kills_per_hour: 300,
      session_rares: 0,
    },
    {
      character_name: 'ädda',
      char_tag: 'hunt-b',
      state: 'idle',
      kills: 20,
      kills_per_hour: 100,
      session_rares: 2,
    },
    {
      character_name: 'Corvane',
      char_tag: 'hunt-a',
      state: 'combat',
      kills: 30,
      kills_per_hour: 300,
      session_rares: 1,
    },
    { character_name: 'Mule 10', state: 'town' },
    { character_name: 'Mule 9', state: 'town', kills: 0, kills_per_hour: 0, session_rares: 0 },
  ],
})
const everybody = { text: '', tags: [] }
const sorted = (key: SortKey, descending: boolean) =>
  selectRows(players, everybody, { key, descending }).map(player => player.name)

describe('sorting', () => {
  test.each<[SortKey, boolean, string[]]>([
    ['kph', true, ['Corvane', 'Bren', 'ädda', 'Mule 9', 'Mule 10']],
    ['kph', false, ['Mule 9', 'ädda', 'Corvane', 'Bren', 'Mule 10']],
    ['kills', true, ['Corvane', 'ädda', 'Bren', 'Mule 9', 'Mule 10']],
    ['rares', true, ['ädda', 'Corvane', 'Bren', 'Mule 9', 'Mule 10']],
    ['name', false, ['ädda', 'Bren', 'Corvane', 'Mule 9', 'Mule 10']],
    ['name', true, ['Mule 10', 'Mule 9', 'Corvane', 'Bren', 'ädda']],
    ['state', false, ['Corvane', 'Bren', 'Mule 9', 'Mule 10', 'ädda']],
  ])('by %s, descending %s', (key, descending, expected) => {
    expect(sorted(key, descending)).toEqual(expected)
  })

  test('a second click turns it round; a new column begins with its useful end', () => {
    expect(nextSort({ key: 'kph', descending: true }, 'kph')).toEqual({ key: 'kph', descending: false })
    expect(nextSort({ key: 'kph', descending: true }, 'name')).toEqual({ key: 'name', descending: false })
    expect(nextSort({ key: 'name', descending: true }, 'rares')).toEqual({ key: 'rares', descending: true })
  })
})

describe('filtering', () => {
  const found = (text: string, tags: string[] = []) =>
    selectRows(players, { text, tags }, { key: 'name', descending: false }).map(player => player.name)

  test.each([
    ['mule', ['Mule 9', 'Mule 10']],
    ['HUNT-A', ['Bren', 'Corvane']],
    ['hunt cor', ['Corvane']],
    ['  ', ['ädda', 'Bren', 'Corvane', 'Mule 9', 'Mule 10']],
    ['nobody', []],
    ['.*', []],
  ])('%j', (text, expected) => {
    expect(found(text)).toEqual(expected)
  })

  test('by one tag, by several, by a tag and a name', () => {
    expect(found('', ['hunt-b'])).toEqual(['ädda'])
    expect(found('', ['hunt-a', 'hunt-b'])).toEqual(['ädda', 'Bren', 'Corvane'])
    expect(found('bren', ['hunt-a'])).toEqual(['Bren'])
  })
})

test('tags are counted, the most common first', () => {
  expect(countTags(players)).toEqual([
    { tag: 'hunt-a', count: 2 },
    { tag: 'hunt-b', count: 1 },
  ])
})

test('sums pass over what is missing', () => {
  expect(sum(players)).toEqual({ online: 5, hunting: 2, killsPerHour: 700, kills: 60, rares: 3 })
  expect(sum([])).toEqual({ online: 0, hunting: 0, killsPerHour: 0, kills: 0, rares: 0 })
})
