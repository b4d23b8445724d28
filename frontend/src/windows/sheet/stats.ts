import { isRecord, readNumber, readText, readTime } from '../../live/player'

/** What one session came to. */
export interface Session {
  id: string
  kills: number
  /** null: not told. */
  deaths: number | null
  rares: number
  started: number
  lastSeen: number
}

/** What a character's last telemetry told of its game client. */
export interface Client {
  onlineTime: string | null
  tapers: number | null
  latency: number | null
  memory: number | null
  processor: number | null
  handles: number | null
}

export interface Stats {
  totalKills: number
  totalRares: number
  sessions: Session[]
  /** The cursor of earlier sessions; null: that was all. */
  next: string | null
  client: Client | null
}

/** Reads `GET /stats/{character}`. */
export function readStats(body: unknown): Stats {
  const row = isRecord(body) ? body : {}
  const sessions = Array.isArray(row.sessions) ? row.sessions : []
  return {
    totalKills: readNumber(row.total_kills) ?? 0,
    totalRares: readNumber(row.total_rares) ?? 0,
    sessions: sessions.map(readSession).filter(session => session !== null),
    next: readText(row.next),
    client: isRecord(row.latest_snapshot) ? readClient(row.latest_snapshot) : null,
  }
}

function readSession(row: unknown): Session | null {
  if (!isRecord(row)) return null
  const [id, started, lastSeen] = [readText(row.session_id), readTime(row.started), readTime(row.last_seen)]
  if (id === null || started === null || lastSeen === null) return null
  return {
    id,
    started,
    lastSeen,
    kills: readNumber(row.kills) ?? 0,
    deaths: readNumber(row.deaths),
    rares: readNumber(row.rares) ?? 0,
  }
}

function readClient(row: Record<string, unknown>): Client {
  return {
    onlineTime: readText(row.onlinetime),
    tapers: readNumber(row.prismatic_taper_count),
    latency: readNumber(row.latency_ms),
    memory: readNumber(row.mem_mb),
    processor: readNumber(row.cpu_pct),
    handles: readNumber(row.mem_handles),
  }
}
