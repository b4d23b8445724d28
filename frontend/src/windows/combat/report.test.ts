import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { paceOf } from './pace'
import { allAttacks, kindsOf, newerFights, readFights, readReport, sharesOf } from './report'

const attacks = {
  total_attacks: 100,
  failed_attacks: 20,
  crits: 8,
  total_normal_damage: 7200,
  max_normal_damage: 120,
  total_crit_damage: 1600,
  max_crit_damage: 260,
}
const monster = (name: string, given: number) => ({
  name,
  kill_count: 3,
  damage_given: given,
  damage_received: 40,
  offense: { missile: { piercing: attacks } },
  defense: { melee: { acid: { ...attacks, total_attacks: 10, failed_attacks: 9 } } },
})
const session = {
  duration_seconds: 600,
  total_damage_given: 900,
  total_damage_received: 80,
  total_kills: 6,
  total_aetheria_surges: 2,
  total_cloak_surges: 1,
  monsters: { a: monster('Drudge', 300), b: monster('Olthoi', 600) },
}

describe('a report', () => {
  test('names creatures, those that took most first', () => {
    const report = readReport(session)!
    expect(report).toMatchObject({ seconds: 600, given: 900, received: 80, kills: 6, aetheria: 2, cloak: 1 })
    expect(report.creatures.map(({ name }) => name)).toEqual(['Olthoi', 'Drudge'])
  })
  test('sums up what the plugin does not', () => {
    expect(readReport({ monsters: session.monsters })).toMatchObject({
      seconds: null,
      given: 900,
      received: 80,
      kills: 6,
    })
  })
  test('takes anything for what it is', () => {
    for (const nonsense of [null, 3, 'x', []]) expect(readReport(nonsense)).toBeNull()
    const odd = {
      monsters: { a: 3, b: { offense: { melee: 4, magic: { fire: null } } } },
      total_kills: 'many',
    }
    expect(readReport(odd)).toMatchObject({ kills: 0, creatures: [{ name: 'b', kinds: [] }] })
  })
})

test('kinds add up over creatures: own ones first', () => {
  const kinds = kindsOf(readReport(session)!.creatures)
  expect(kinds.map(({ own, attack, element, tries }) => [own, attack, element, tries])).toEqual([
    [true, 'missile', 'piercing', 200],
    [false, 'melee', 'acid', 20],
  ])
  expect(kinds[0]).toMatchObject({ failed: 40, crits: 16, damage: 17_600, highest: 260 })
})

test('shares are of tries, of hits, and a hit’s damage', () => {
  const all = allAttacks(readReport(session)!.creatures, true)
  expect(sharesOf(all)).toEqual({ missed: 0.2, crits: 0.1, mean: 110 })
  expect(sharesOf({ tries: 0, failed: 0, crits: 0, damage: 0, highest: 0 })).toEqual({
    missed: null,
    crits: null,
    mean: null,
  })
})

describe('a message', () => {
  const known = { ...readFights({ session, lifetime: session }), sessionId: 's' }
  test('replaces what is known, and leaves the lifetime where it has none', () => {
    const told = readFights({ session_id: 's', session: { ...session, total_kills: 9 } })
    expect(newerFights(known, told)).toMatchObject({ session: { kills: 9 }, lifetime: { kills: 6 } })
    expect(newerFights(null, told)).toBe(told)
  })
  test('that lags behind changes nothing; a new session may begin with less', () => {
    const less = { session: { ...session, total_kills: 1 } }
    expect(newerFights(known, readFights({ ...less, session_id: 's' }))).toBe(known)
    expect(newerFights(known, readFights({ ...less, session_id: 't' })).session?.kills).toBe(1)
  })
})

test('the pace lies between reports of one session', () => {
  const at = (time: number, session: number, seconds: number, given: number) => ({
    at: time,
    value: { session, seconds, given, received: given / 10 },
  })
  const pace = paceOf([
    at(1, 7, 60, 100),
    at(2, 7, 120, 400),
    at(3, -8, 10, 5),
    at(4, -8, 40, 65),
    at(5, -8, 40, 65),
  ])
  expect(pace).toEqual([
    { at: 2, given: 300, received: 30 },
    { at: 4, given: 120, received: 12 },
  ])
})

// The very file that the server's own tests decode.
const EXAMPLE = join(import.meta.dirname, '../../../../tracker/event/testdata/events/combat_stats.json')

test.runIf(existsSync(EXAMPLE))('the contract’s example is read whole', () => {
  const { session: report, sessionId } = readFights(JSON.parse(readFileSync(EXAMPLE, 'utf8')))
  expect(sessionId).toBe('6f1d0c52-3a51-4f0a-9a53-0f5f0ec1b9aa')
  expect(report).toMatchObject({ seconds: 18_764, given: 512_003, received: 20_114, kills: 412 })
  const [own, suffered] = kindsOf(report!.creatures)
  expect(own).toMatchObject({ attack: 'missile', element: 'piercing', highest: 1033, damage: 512_003 })
  expect(suffered).toMatchObject({ own: false, attack: 'melee', element: 'acid', highest: 871 })
})
