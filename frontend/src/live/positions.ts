import { isRecord, readNumber, readText, readTime } from './player'

export interface PositionReport {
  name: string
  ew: number
  ns: number
  /** Height, in map units; absent: not reported. */
  z?: number
  /** When the server received it, milliseconds of its clock. */
  at: number
}

/** Reads telemetry off the socket, which alone of all messages carries no type. */
export function readTelemetry(message: Record<string, unknown>): PositionReport | null {
  if (message.type !== undefined || !isRecord(message)) return null
  const name = readText(message.character_name)
  const ew = readNumber(message.ew)
  const ns = readNumber(message.ns)
  const at = readTime(message.received_at) ?? readTime(message.timestamp)
  if (name === null || ew === null || ns === null || at === null) return null
  const z = readNumber(message.z)
  return z === null ? { name, ew, ns, at } : { name, ew, ns, z, at }
}

type Listener = (report: PositionReport) => void

/**
 * The latest place of everybody, from the socket and from the poll. Apart from the live state, because it
 * changes thirty times a second and only the map and a card or two care.
 */
export class Positions {
  private readonly latest = new Map<string, PositionReport>()
  private readonly listeners = new Set<Listener>()

  readonly subscribe = (listener: Listener): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  get(name: string): PositionReport | undefined {
    return this.latest.get(name)
  }

  /** Takes a report unless a newer one is known: the poll and the socket overtake each other. */
  report(report: PositionReport): void {
    const known = this.latest.get(report.name)
    if (known && known.at >= report.at) return
    this.latest.set(report.name, report)
    for (const listener of this.listeners) listener(report)
  }

  /** Forgets all but these. */
  keep(names: ReadonlySet<string>): void {
    for (const name of this.latest.keys()) if (!names.has(name)) this.latest.delete(name)
  }
}
