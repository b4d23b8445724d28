import { describe, expect, test } from 'vitest'
import { readItem } from '../item'
import { gainParts } from './gain'
import { manaSeconds } from './mana'
import { namesOfBits, needsOf, readBenefits, readGain, readNames, readWhole, strengthOf } from './whole'

const item = (more: Record<string, unknown>) => readItem({ item_id: 5, character_name: 'Mule', ...more })!
const words = {
  level: (value: number) => `level ${value}`,
  trained: (skill: string) => `${skill} trained`,
  lore: (value: number) => `lore ${value}`,
}
const names = readNames({
  enums: {
    skill: [{ id: 7, name: 'Missile Defense' }],
    damage_type: [{ id: 1, name: 'Slashing' }, 5],
    bad: 7,
  },
})

describe('what an item needs', () => {
  test('is said in words', () => {
    const needs = item({
      wield_requirement_1: 7,
      wield_skill_1: 1,
      wield_value_1: 180,
      wield_requirement_2: 2,
      wield_skill_2: 7,
      wield_value_2: 250,
      wield_requirement_3: 8,
      wield_skill_3: 7,
      wield_value_3: 2,
      lore_requirement: 300,
    })
    expect(needsOf(needs, names, words)).toEqual([
      'level 180',
      'Missile Defense 250',
      'Missile Defense trained',
      'lore 300',
    ])
    // Until the names are there numbers stand for them.
    expect(needsOf(needs, null, words)[1]).toBe('#7 250')
    expect(needsOf(item({}), names, words)).toEqual([])
  })

  test('masks are as many names as bits', () => {
    expect(namesOfBits(names, 'damage_type', 1)).toEqual(['Slashing'])
    expect(namesOfBits(names, 'damage_type', 2 ** 31 + 1)).toEqual(['Slashing', '#2147483648'])
  })
})

test.each([
  [{ amount: 35, factor: false }, '+35'],
  [{ amount: 0.2, factor: false }, '+20 %'],
  [{ amount: -0.05, factor: false }, '−5 %'],
  [{ amount: 0.75, factor: true }, '−25 %'],
  [{ amount: 2, factor: true }, '+100 %'],
  [{ amount: 1, factor: true }, ''],
  [{ amount: 0, factor: false }, ''],
])('a spell of %j does %j', (detail, said) => {
  expect(strengthOf({ id: 1, level: 0, effect: '', ...detail })).toBe(said)
})

test('gains come before losses', () => {
  const gain = readGain({
    base_armor_level: 38,
    total_rating: 0,
    legendaries: 1,
    max_damage: 0,
    cantrips: [
      { line: 'Sprint', from: 'epic', to: null },
      { line: 'Focus', from: 'epic', to: 'legendary' },
      { line: 'Armor', from: null, to: 'minor' },
      7,
    ],
  })
  expect(gainParts(gain)).toEqual([
    { words: '+38 AL', loss: false },
    { words: 'Focus to legendary', loss: false },
    { words: 'adds minor Armor', loss: false },
    { words: 'loses Sprint', loss: true },
  ])
  expect(gainParts(readGain(null))).toEqual([])
})

test('mana lasts as long as its rate lets it', () => {
  expect(manaSeconds(item({ mana: 600, mana_rate: -0.05 }))).toBe(12_000)
  expect(manaSeconds(item({ mana: 600 }))).toBeNull()
  expect(manaSeconds(item({ mana: 0, mana_rate: -0.05 }))).toBe(0)
})

test('whole items are read without trust, and what is not a column is none', () => {
  expect(readWhole(null)).toBeNull()
  const whole = readWhole({
    item_id: 5,
    character_name: 'Mule',
    armor_level: 5,
    raw: { x: 1 },
    like: ['is:armor', 7],
    spell_details: [{ id: 1, amount: 'x' }, {}, 7],
  })!
  expect(whole).toMatchObject({ like: ['is:armor'], raw: { x: 1 } })
  expect(whole.columns).not.toHaveProperty('raw')
  expect(whole.details.get(1)).toMatchObject({ amount: 0, factor: false })
  expect(
    readBenefits({ benefits: [{ character_name: 'A' }, { character_name: 'A', slot: 'head', replaces: 5 }] }),
  ).toEqual([{ character: 'A', slot: 'head', replaces: null, gain: readGain({}) }])
})
