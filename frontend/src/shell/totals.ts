import { isRecord, readNumber } from '../live/player'

export interface KillTotals {
  total: number
  /** Since midnight UTC. */
  today: number
}

export function readKills(body: unknown): KillTotals {
  const row = isRecord(body) ? body : {}
  return { total: readNumber(row.total) ?? 0, today: readNumber(row.today) ?? 0 }
}
