/** States of a character as the server tells them; the order is that of a legend. */
export const STATES = ['combat', 'travel', 'town', 'idle', 'dead', 'stale'] as const
export type PlayerState = (typeof STATES)[number]

/** One character of `GET /live`. What a plugin did not report is null. */
export interface Player {
  name: string
  tag: string | null
  state: PlayerState
  /** Map units; dungeons have coordinates of their own, far outside the map. */
  ew: number | null
  ns: number | null
  /** Height, in map units. */
  z: number | null
  kills: number | null
  killsPerHour: number | null
  sessionRares: number | null
  deaths: number | null
  /** "[d.]hh:mm:ss" as the plugin writes it. */
  onlineTime: string | null
  pluginConnected: boolean
  /** When the server last heard of it, milliseconds of the server's clock. */
  receivedAt: number | null
}

/**
 * Reads the body of `GET /live`. Plugins differ and servers too: what cannot be read costs that value, a
 * row without a name costs that row, and never more.
 */
export function readPlayers(body: unknown): Player[] {
  const rows = isRecord(body) && Array.isArray(body.players) ? body.players : []
  const players = new Map<string, Player>()
  for (const row of rows) {
    const player = readPlayer(row)
    if (player) players.set(player.name, player)
  }
  return [...players.values()]
}

function readPlayer(row: unknown): Player | null {
  if (!isRecord(row)) return null
  const name = readText(row.character_name)
  if (!name) return null
  return {
    name,
    tag: readText(row.char_tag),
    state: readState(row.state),
    ew: readNumber(row.ew),
    ns: readNumber(row.ns),
    z: readNumber(row.z),
    kills: readNumber(row.kills),
    killsPerHour: readNumber(row.kills_per_hour),
    sessionRares: readNumber(row.session_rares),
    deaths: readNumber(row.deaths),
    onlineTime: readText(row.onlinetime),
    pluginConnected: row.plugin_connected !== false,
    receivedAt: readTime(row.received_at) ?? readTime(row.timestamp),
  }
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function readNumber(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null
}

export function readText(value: unknown): string | null {
  const text = typeof value === 'string' ? value.trim() : ''
  return text === '' ? null : text
}

/** Milliseconds of an RFC 3339 time. */
export function readTime(value: unknown): number | null {
  const time = typeof value === 'string' ? Date.parse(value) : Number.NaN
  return Number.isNaN(time) ? null : time
}

/** A state that a newer server invented is drawn as travelling: on the map, and nothing known of it. */
function readState(value: unknown): PlayerState {
  return STATES.find(state => state === value) ?? 'travel'
}
