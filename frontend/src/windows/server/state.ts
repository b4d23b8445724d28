import { isRecord, readNumber, readText, readTime } from '../../live/player'

export interface LogState {
  name: string
  bytes: number
  waiting: number
  lag: number
}

export interface DatabaseState {
  name: string
  up: boolean
  message: string | null
}

export interface Backlog {
  source: string
  rows: number
  finished: boolean
}

/** How this server does, as `GET /server-state` tells it. */
export interface ServerState {
  /** Seconds. */
  uptime: number
  readOnly: boolean
  /** Events a second by family, the busiest first. */
  rates: { family: string; rate: number }[]
  total: number
  plugins: number
  browsers: number
  logs: LogState[]
  databases: DatabaseState[]
  backlog: Backlog[]
}

export function readServerState(body: unknown): ServerState {
  const row = isRecord(body) ? body : {}
  const rates = Object.entries(isRecord(row.events_per_s) ? row.events_per_s : {})
    .map(([family, rate]) => ({ family, rate: readNumber(rate) ?? 0 }))
    .sort((a, b) => b.rate - a.rate || a.family.localeCompare(b.family))
  return {
    uptime: readNumber(row.uptime_s) ?? 0,
    readOnly: row.read_only === true,
    rates,
    total: rates.reduce((sum, { rate }) => sum + rate, 0),
    plugins: readNumber(row.plugins) ?? 0,
    browsers: readNumber(row.browsers) ?? 0,
    logs: list(row.logs, log => ({
      name: readText(log.name) ?? '',
      bytes: readNumber(log.bytes) ?? 0,
      waiting: readNumber(log.waiting) ?? 0,
      lag: readNumber(log.lag_s) ?? 0,
    })),
    databases: list(row.databases, database => ({
      name: readText(database.name) ?? '',
      up: database.up === true,
      message: readText(database.message),
    })),
    backlog: list(row.backlog, table => ({
      source: readText(table.source) ?? '',
      rows: readNumber(table.rows) ?? 0,
      finished: readTime(table.finished_at) !== null,
    })),
  }
}

export interface GameMoment {
  at: number
  status: string
  p50: number | null
  p95: number | null
  players: number
}

/** The game's server as the plugins see it, as `GET /server-health` tells it. */
export interface GameHealth extends GameMoment {
  since: number | null
  /** The last 24 hours, oldest first. */
  history: GameMoment[]
}

export function readGameHealth(body: unknown): GameHealth {
  const row = isRecord(body) ? body : {}
  return {
    ...readMoment(row),
    since: readTime(row.since),
    history: list(row.history, readMoment).filter(({ at }) => at > 0),
  }
}

function readMoment(row: Record<string, unknown>): GameMoment {
  const latency = isRecord(row.latency_ms) ? row.latency_ms : {}
  return {
    at: readTime(row.timestamp) ?? 0,
    status: readText(row.status) ?? 'unknown',
    p50: readNumber(latency.p50),
    p95: readNumber(latency.p95),
    players: readNumber(row.player_count) ?? 0,
  }
}

/** A stretch of time in which the game's server was in one state. */
export interface Stretch {
  status: string
  from: number
  to: number
}

// There is a row each five minutes: where two are farther apart, this server was off, or knew nothing.
const FARTHEST = 11 * 60_000

/** The states of the last day, one after the other, up to now; between them may be gaps. */
export function stretches(history: readonly GameMoment[], now: number): Stretch[] {
  const found: Stretch[] = []
  history.forEach(({ at, status }, index) => {
    const next = history[index + 1]?.at ?? now
    const to = Math.min(next, at + FARTHEST)
    const last = found.at(-1)
    if (last && last.status === status && last.to === at) last.to = to
    else found.push({ status, from: at, to })
  })
  return found
}

export interface Turned {
  at: number
  address: string | null
  reason: string
}

export interface Refused extends Turned {
  type: string | null
  character: string | null
}

export interface DebugEvents {
  connections: Turned[]
  refused: Refused[]
  parked: Refused[]
}

export function readDebugEvents(body: unknown): DebugEvents {
  const row = isRecord(body) ? body : {}
  const event = (each: Record<string, unknown>): Refused => ({
    at: readTime(each.time) ?? 0,
    address: readText(each.address),
    reason: readText(each.message) ?? readText(each.reason) ?? '',
    type: readText(each.type),
    character: readText(each.character_name),
  })
  return {
    connections: list(row.connections, event),
    refused: list(row.refused, event),
    parked: list(row.parked, event),
  }
}

function list<T>(value: unknown, read: (row: Record<string, unknown>) => T): T[] {
  return Array.isArray(value) ? value.filter(isRecord).map(read) : []
}

/** One reading of how many events come in. */
export interface Reading {
  at: number
  /** null: nothing is known since the reading before, such as while nobody looked. */
  total: number | null
}

/** Adds a reading, with a gap before it where there was a pause, and forgets the oldest. */
export function withReading(
  readings: readonly Reading[],
  reading: Reading,
  longest: number,
  most: number,
): Reading[] {
  const last = readings.at(-1)
  const gap = last && reading.at - last.at > longest ? [{ at: last.at + 1, total: null }] : []
  return [...readings, ...gap, reading].slice(-most)
}
