import { expect, test } from 'vitest'
import { readItem } from '../item'
import { readMatch, readSearches } from '../searches/saved'
import { compareRows } from './rows'

const item = (itemId: number, more: Record<string, unknown>) =>
  readItem({ item_id: itemId, character_name: 'Mule', name: 'Helm', ...more })!
const words = { number: String, slots: (slots: readonly string[]) => slots.join() }
const spell = (tier: string, name: string) => ({ id: name.length, tier, name: `${tier} ${name}` })

test('what differs is marked, and what is best', () => {
  const rows = compareRows(
    [
      item(1, { armor_level: 500, weapon_time: 30, value: 5, spells: [spell('epic', 'Focus')] }),
      item(2, { armor_level: 600, weapon_time: 20, value: 9, spells: [spell('legendary', 'Focus')] }),
      item(3, { armor_level: null, weapon_time: 20, value: 9 }),
    ],
    words,
  )
  const row = (id: string) => rows.find(each => each.id === id)!
  expect(row('armor_level').cells.map(({ text, best }) => [text, best])).toEqual([
    ['500', false],
    ['600', true],
    ['', false],
  ])
  expect(row('weapon_time').cells.map(({ best }) => best)).toEqual([false, true, true])
  // More value is neither better nor worse.
  expect(row('value')).toMatchObject({
    differs: true,
    cells: [{ best: false }, { best: false }, { best: false }],
  })
  expect(row('owner').differs).toBe(false)
  expect(row('Focus').cells.map(({ tier, best }) => [tier, best])).toEqual([
    ['epic', false],
    ['legendary', true],
    [null, false],
  ])
  expect(row('shield_value')).toBeUndefined()
})

test('nothing is best where all are alike', () => {
  const rows = compareRows([item(1, { attack_bonus: 0.153 }), item(2, { attack_bonus: 0.153 })], words)
  expect(rows.find(({ id }) => id === 'attack_bonus')).toMatchObject({
    differs: false,
    cells: [
      { text: '15.3', best: false },
      { text: '15.3', best: false },
    ],
  })
})

test('saved searches and their matches are read without trust', () => {
  expect(
    readSearches({ searches: [{ id: 1, name: 'Mine', query: 'x', announce: true }, { id: 'x' }, 5] }),
  ).toEqual([{ id: 1, name: 'Mine', query: 'x', announce: true }])
  expect(readSearches(null)).toEqual([])
  expect(readMatch({ type: 'search_match' })).toBeNull()
  expect(readMatch({ character_name: 'A', item_id: 5 })).toMatchObject({ item: '#5', matches: 1 })
})
