import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readVital } from '../vitals/vital'
import { find, MOST_XP, type Section, sectionsOf } from './sections'
import { inWords, readSheet } from './sheet'
import { readStats } from './stats'

const titles = (sections: readonly Section[]) => sections.map(({ title }) => title)
const rows = (sections: readonly Section[], title: string) =>
  sections.find(section => section.title === title)?.rows.map(({ name, value }) => `${name} ${value}`)

const body = {
  level: 275,
  total_xp: MOST_XP,
  attributes: { self: { base: 240 }, strength: { base: 290, creation: 10, buffed: 340 } },
  vitals: { health: { base: 340 } },
  skills: {
    war_magic: { base: 10, training: 'Untrained' },
    MissileWeapons: { base: 468, buffed: 520, training: 'Specialized' },
    arcane_lore: { base: 300, training: 2 },
    alchemy: { base: 0, training: 'Inactive' },
  },
  allegiance: { name: 'Sawato', monarch: { name: 'Borelean', race: 1, rank: 10 }, rank: 3 },
  titles: [12, 'Bug Butcher'],
  current_title: 12,
  properties: { 125: 7200, 218: 5, 219: 0, 288: 320, 307: 20, 322: 5, 334: 4, 362: 2, 354: 2, 9999: 3 },
  burden_units: 15_600,
  encumbrance_capacity: 30_000,
  house: 'Villa 7',
}

describe('the sheet', () => {
  const pages = sectionsOf(readSheet(body), null)
  test('lists attributes as the game does, with what they began with', () => {
    const [attributes] = pages.character
    expect(attributes?.rows).toEqual([
      { key: 'strength', name: 'Strength', base: '290', value: '340', note: '10 at creation' },
      { key: 'self', name: 'Self', base: '240', value: '–' },
    ])
  })
  test('groups skills by their training', () => {
    expect(titles(pages.skills)).toEqual([
      'Specialised skills',
      'Trained skills',
      'Untrained skills',
      'Unusable untrained skills',
    ])
    expect(rows(pages.skills, 'Specialised skills')).toEqual(['Missile Weapons 520'])
    expect(rows(pages.skills, 'Trained skills')).toEqual(['Arcane Lore 300'])
  })
  test('knows the game’s properties, and leaves out what is not there', () => {
    expect(rows(pages.augmentations, 'Augmentations')).toEqual(['Reinforcement of the Lugians 5'])
    expect(rows(pages.augmentations, 'Society')).toEqual(['Eldrytch Web Knight (320)'])
    expect(rows(pages.augmentations, 'Masteries')).toEqual(['Melee Swords', 'Summoning Necromancer'])
    expect(rows(pages.augmentations, 'Luminance auras')).toEqual(['Protection (damage resistance) 4'])
    expect(rows(pages.augmentations, 'Ratings')).toEqual(['Damage 20'])
    expect(rows(pages.augmentations, 'Deeds')).toEqual(['Aetheria slots blue, red'])
    expect(rows(pages.augmentations, 'Other properties')).toEqual(['Property 9999 3'])
  })
  test('tells burden, played time, allegiance, titles, and what is not known here', () => {
    expect(rows(pages.character, 'State')).toEqual(['Burden 52 %', 'Played 2 h 0 min'])
    expect(rows(pages.character, 'Allegiance')).toEqual(['Name Sawato', 'Monarch Borelean', 'Rank 3'])
    expect(rows(pages.character, 'Titles')).toEqual(['Title No. 12', '2 earned No. 12, Bug Butcher'])
    expect(rows(pages.character, 'Told besides')).toEqual(['House Villa 7'])
    expect(pages.character.find(({ title }) => title === 'Experience')?.rows[0]?.bar?.share).toBe(1)
  })
})

test('a sheet of nonsense is an empty one', () => {
  const odd = {
    attributes: [3],
    skills: 'x',
    vitals: null,
    titles: {},
    properties: 'no',
    allegiance: {},
    level: 'x',
  }
  for (const nonsense of [null, 7, [], {}, odd]) {
    const pages = sectionsOf(readSheet(nonsense), null)
    expect(Object.values(pages).flat()).toEqual([])
  }
})

describe('finding', () => {
  const all = Object.values(sectionsOf(readSheet(body), null)).flat()
  test('looks into names, values and titles', () => {
    expect(find(all, 'missile').flatMap(section => section.rows.map(row => row.name))).toEqual([
      'Missile Weapons',
    ])
    expect(find(all, ' BORELEAN ').flatMap(section => section.rows.map(row => row.name))).toEqual(['Monarch'])
    expect(titles(find(all, 'allegiance'))).toEqual(['Allegiance'])
    expect(find(all, 'no such thing')).toEqual([])
  })
})

test('vitals stand beside the base, as points or as a share', () => {
  const vitals = { health: { base: 300 }, stamina: { base: 400 }, mana: { base: 520 } }
  const told = {
    character_name: 'A',
    timestamp: '2026-05-04T18:21:07Z',
    health_current: 287,
    health_max: 340,
  }
  const now = readVital({ ...told, health_percentage: 84.4, mana_percentage: 36.2 })
  const pages = sectionsOf(readSheet({ vitals }), now)
  expect(rows(pages.character, 'Vitals')).toEqual(['Health 287 / 340', 'Stamina –', 'Mana 36 %'])
})

test('statistics are read, leaving out what makes no sense', () => {
  const session = {
    session_id: 's',
    kills: 3,
    started: '2026-05-04T18:00:00Z',
    last_seen: '2026-05-04T19:00:00Z',
  }
  const stats = readStats({
    total_kills: 9,
    sessions: [session, { session_id: 't' }, null],
    latest_snapshot: { onlinetime: '05:12:44', prismatic_taper_count: 8912 },
    next: 'c',
  })
  expect(stats).toMatchObject({
    totalKills: 9,
    totalRares: 0,
    next: 'c',
    client: { tapers: 8912, latency: null },
  })
  expect(stats.sessions).toEqual([
    {
      id: 's',
      kills: 3,
      deaths: null,
      rares: 0,
      started: Date.parse(session.started),
      lastSeen: Date.parse(session.last_seen),
    },
  ])
  expect(readStats(null)).toMatchObject({ sessions: [], client: null })
})

test.each([
  ['missile_weapons', 'Missile Weapons'],
  ['MissileWeapons', 'Missile Weapons'],
  ['self', 'Self'],
])('%s reads %s', (key, expected) => {
  expect(inWords(key)).toBe(expected)
})

// The very file that the server's own tests decode.
const EXAMPLE = join(import.meta.dirname, '../../../../tracker/event/testdata/events/character_stats.json')

test.runIf(existsSync(EXAMPLE))('the contract’s example is read whole', () => {
  const pages = sectionsOf(readSheet(JSON.parse(readFileSync(EXAMPLE, 'utf8'))), null)
  expect(titles(pages.character)).toEqual([
    'Attributes',
    'Vitals',
    'Experience',
    'State',
    'Allegiance',
    'Titles',
  ])
  expect(rows(pages.skills, 'Specialised skills')).toEqual(['Melee Defense 501', 'Missile Weapons 468'])
})
