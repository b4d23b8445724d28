import { describe, expect, test } from 'vitest'
import { text } from '../../text'
import { readDebugEvents, readGameHealth, readServerState, stretches, withReading } from './state'

test('the state of this server is read, the busiest kinds first', () => {
  const state = readServerState({
    uptime_s: 61.2,
    events_per_s: { chat: 0.5, telemetry: 20, spawn: 'many' },
    logs: [{ name: 'world', bytes: 5, waiting: 2, lag_s: 0.25 }, null],
    databases: [{ name: 'dereth', up: false, message: 'away' }],
  })
  expect(state.rates.map(({ family }) => family)).toEqual(['telemetry', 'chat', 'spawn'])
  expect(state.total).toBe(20.5)
  expect(state.logs).toEqual([{ name: 'world', bytes: 5, waiting: 2, lag: 0.25 }])
  expect(state.databases[0]).toEqual({ name: 'dereth', up: false, message: 'away' })
  expect(readServerState(null)).toMatchObject({ uptime: 0, rates: [], total: 0 })
})

describe('the game server', () => {
  const minute = 60_000
  const moment = (at: number, status: string) => ({
    at: at * minute,
    status,
    p50: null,
    p95: null,
    players: 0,
  })

  test('its states follow each other, with a gap where nothing was known', () => {
    const history = [moment(0, 'up'), moment(5, 'up'), moment(7, 'down'), moment(60, 'up')]
    expect(stretches(history, 62 * minute)).toEqual([
      { status: 'up', from: 0, to: 7 * minute },
      { status: 'down', from: 7 * minute, to: 18 * minute },
      { status: 'up', from: 60 * minute, to: 62 * minute },
    ])
    expect(stretches([], 1)).toEqual([])
  })

  test('is read, without a latency too', () => {
    const health = readGameHealth({
      status: 'up',
      latency_ms: { p50: 48, p95: null },
      history: [{}],
      since: 'noon',
    })
    expect(health).toMatchObject({ status: 'up', p50: 48, p95: null, since: null, history: [] })
  })
})

test('what was refused is read', () => {
  const events = readDebugEvents({
    connections: [{ time: '2026-01-01T00:00:00Z', address: '::1', reason: 'wrong secret' }],
    refused: [{ time: '2026-01-01T00:00:00Z', type: '', reason: 'not_json', message: 'that is no JSON' }],
  })
  expect(events.connections[0]).toMatchObject({ address: '::1', reason: 'wrong secret' })
  expect(events.refused[0]).toMatchObject({ type: null, reason: 'that is no JSON' })
  expect(events.parked).toEqual([])
})

test('readings have a gap after a pause, and the oldest are forgotten', () => {
  const first = withReading([], { at: 0, total: 1 }, 10, 4)
  expect(withReading(first, { at: 5, total: 2 }, 10, 4)).toHaveLength(2)
  expect(withReading(first, { at: 50, total: 2 }, 10, 4)).toEqual([
    { at: 0, total: 1 },
    { at: 1, total: null },
    { at: 50, total: 2 },
  ])
  expect(withReading(first, { at: 50, total: 2 }, 10, 2).map(({ at }) => at)).toEqual([1, 50])
})

test.each([
  [999, '999 B'],
  [1000, '1.0 kB'],
  [268_435_456, '268 MB'],
])('%i bytes are %s', (bytes, said) => {
  expect(text.server.bytes(bytes)).toBe(said)
})

test.each([
  [0.2, '0 s'],
  [59.9, '59 s'],
  [3599, '59 min'],
  [3660, '1 h 1 min'],
  [90_000, '1 d 1 h'],
])('%f seconds are %s', (seconds, said) => {
  expect(text.server.span(seconds)).toBe(said)
})
