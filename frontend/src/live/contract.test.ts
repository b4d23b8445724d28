import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readPlayers } from './player'
import { readTelemetry } from './positions'

// The very files that the server's own tests decode: the page and the server cannot drift apart unnoticed.
const FOLDER = join(import.meta.dirname, '../../../tracker/event/testdata/events')
const names = existsSync(FOLDER) ? readdirSync(FOLDER).filter(name => name.endsWith('.json')) : []
const read = (name: string) => JSON.parse(readFileSync(join(FOLDER, name), 'utf8')) as Record<string, unknown>

/** What browsers get of a telemetry: without its type, numbers as numbers, with the time of receipt. */
function broadcast({ type: _, ...event }: Record<string, unknown>): Record<string, unknown> {
  return { ...event, kills_per_hour: 1312.44, received_at: '2026-05-04T18:21:07.500Z' }
}

test('the examples are there', () => {
  // A copy of this folder alone has none; within the project they must be.
  if (existsSync(join(FOLDER, '../../..'))) expect(names).toContain('telemetry.json')
  expect(Array.isArray(names)).toBe(true)
})

describe.runIf(names.length > 0)('the contract’s examples', () => {
  test.each(names.filter(name => name.startsWith('telemetry')))('%s is a position and a row', name => {
    const event = broadcast(read(name))
    const place = { ew: event.ew, ns: event.ns, name: event.character_name }
    expect(readTelemetry(event)).toMatchObject(place)
    expect(readPlayers({ players: [event] })[0]).toMatchObject({ ...place, kills: event.kills })
  })

  test.each(names.filter(name => !name.startsWith('telemetry')))('%s is no position', name => {
    expect(readTelemetry(read(name))).toBeNull()
  })
})
