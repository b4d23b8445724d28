import { isRecord, readNumber, readText, readTime } from '../../live/player'

/** One of a character's bars. */
export interface Bar {
  /** 0 to 100; null: not told. */
  percent: number | null
  current: number | null
  most: number | null
}

/** A character's vitals, as far as its plugin has told them. */
export interface Vital {
  name: string
  at: number
  health: Bar
  stamina: Bar
  mana: Bar
  /** The penalty of recent deaths, percent; null: not told. */
  vitae: number | null
}

export type Vitals = ReadonlyMap<string, Vital>

const UNKNOWN: Bar = { percent: null, current: null, most: null }

/** Reads a report on top of what is known: plugins tell points only now and then. */
export function readVital(row: unknown, known?: Vital): Vital | null {
  if (!isRecord(row)) return null
  const name = readText(row.character_name)
  const at = readTime(row.received_at) ?? readTime(row.timestamp)
  if (name === null || at === null) return null
  return {
    name,
    at: Math.max(at, known?.at ?? 0),
    health: readBar(row, 'health', known?.health),
    stamina: readBar(row, 'stamina', known?.stamina),
    mana: readBar(row, 'mana', known?.mana),
    vitae: readNumber(row.vitae) ?? known?.vitae ?? null,
  }
}

function readBar(row: Record<string, unknown>, name: string, known: Bar = UNKNOWN): Bar {
  const percent = readNumber(row[`${name}_percentage`])
  const current = readNumber(row[`${name}_current`])
  const most = readNumber(row[`${name}_max`]) ?? known.most
  if (percent === null && current === null) return { ...known, most }
  const share = percent ?? (most ? (100 * current!) / most : null)
  const points = current ?? (most === null ? null : Math.round((percent! / 100) * most))
  return { percent: share === null ? null : Math.min(100, Math.max(0, share)), current: points, most }
}

/** The body of `GET /vitals`, joined with what was heard since. */
export function readVitals(body: unknown): Vitals {
  const list = isRecord(body) && Array.isArray(body.vitals) ? body.vitals : []
  const vitals = list.map(row => readVital(row)).filter(vital => vital !== null)
  return new Map(vitals.map(vital => [vital.name, vital]))
}

/** What is known after some reports. Who is not in them stays the very same. */
export function withReports(vitals: Vitals, reports: readonly unknown[]): Vitals {
  const next = new Map(vitals)
  for (const report of reports) {
    const name = isRecord(report) ? readText(report.character_name) : null
    const vital = readVital(report, next.get(name ?? ''))
    if (vital) next.set(vital.name, vital)
  }
  return next
}

/** The newer of what was read and what was heard, for each. */
export function newest(a: Vitals, b: Vitals): Vitals {
  const next = new Map(a)
  for (const [name, vital] of b) if (vital.at >= (next.get(name)?.at ?? 0)) next.set(name, vital)
  return next
}

/** Below this a bar is low. */
export const LOW = 30

export const isLow = ({ health }: Vital): boolean => health.percent !== null && health.percent < LOW

export const ORDERS = ['health', 'name'] as const
export type Order = (typeof ORDERS)[number]

/** Names in an order: the lowest health first and the unknown last, or by name. */
export function sortNames(vitals: Vitals, names: Iterable<string>, order: Order): string[] {
  const health = (name: string) => vitals.get(name)?.health.percent ?? 101
  const byName = (a: string, b: string) => a.localeCompare(b)
  return [...names].sort(
    order === 'name' ? byName : (a, b) => Math.round(health(a)) - Math.round(health(b)) || byName(a, b),
  )
}
