import { isRecord, readNumber } from '../../live/player'
import type { VitalNow, VitalsNow } from './sections'

/** Reads a message vitals, or a character's row of `GET /vitals`, which are of one shape. */
export function readVitals(body: unknown): VitalsNow {
  const row = isRecord(body) ? body : {}
  return Object.fromEntries(['health', 'stamina', 'mana'].map(vital => [vital, readVital(row, vital)]))
}

function readVital(row: Record<string, unknown>, vital: string): VitalNow {
  const percentage = readNumber(row[`${vital}_percentage`])
  return {
    current: readNumber(row[`${vital}_current`]),
    most: readNumber(row[`${vital}_max`]),
    share: percentage === null ? null : percentage / 100,
  }
}

/** One character's row of the answer of all. */
export function readVitalsOf(body: unknown, character: string): VitalsNow {
  const rows = isRecord(body) && Array.isArray(body.vitals) ? body.vitals : []
  return readVitals(rows.find(row => isRecord(row) && row.character_name === character))
}

/** What is known after a message: some tell percentages alone, and points now and then. */
export function newerVitals(known: VitalsNow, told: VitalsNow): VitalsNow {
  const newer = Object.entries(told).map(([vital, now]) => {
    const before = known[vital]
    // Points of before do not fit a percentage of now.
    const silent = now.current === null && now.share === null
    const most = now.most ?? before?.most ?? null
    return [vital, silent && before ? { ...before, most } : { ...now, most }]
  })
  return { ...known, ...Object.fromEntries(newer) }
}
