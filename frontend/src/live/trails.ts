import { isRecord, readNumber, readText, readTime } from './player'

export interface TrailPoint {
  /** Milliseconds of the server's clock. */
  at: number
  ew: number
  ns: number
}

/** How far back trails go. */
export const TRAIL_SECONDS = 600

// Closer than this, about two metres, a point adds nothing to a line.
const LEAST_STEP = 0.01
// A direction is taken over some ten metres; a longer step went through a portal and tells nothing.
const DIRECTION_STEP = 0.04
const PORTAL_UNITS = 2
// A report each two seconds for ten minutes, twice over.
const MOST_POINTS = 600

/** Where everybody has been in the last ten minutes, oldest point first. */
export class Trails {
  private readonly lines = new Map<string, TrailPoint[]>()
  /** Rises with every change, so that a drawing of it knows when it is out of date. */
  version = 0
  /** New points are added to a picture at most so often, in milliseconds. */
  readonly lasts = 500

  /** Reads the body of `GET /trails` and joins it with what was reported since. */
  load(body: unknown): void {
    const loaded = new Map<string, TrailPoint[]>()
    const rows = isRecord(body) && Array.isArray(body.trails) ? body.trails : []
    for (const row of rows) {
      const point = readPoint(row)
      if (!point) continue
      const line = loaded.get(point.name)
      if (line) line.push(point)
      else loaded.set(point.name, [point])
    }
    for (const [name, past] of loaded) this.lines.set(name, join(past, this.lines.get(name) ?? []))
    this.version++
  }

  add(name: string, point: TrailPoint): void {
    const line = this.lines.get(name)
    if (!line) {
      this.lines.set(name, [point])
    } else {
      const last = line[line.length - 1]!
      if (point.at <= last.at || Math.hypot(point.ew - last.ew, point.ns - last.ns) < LEAST_STEP) return
      line.push(point)
      if (line.length > MOST_POINTS) line.splice(0, line.length - MOST_POINTS)
    }
    this.version++
  }

  /** Forgets what is too old at a time of the server's clock. */
  trim(now: number): void {
    const oldest = now - TRAIL_SECONDS * 1000
    for (const [name, line] of this.lines) {
      const first = line.findIndex(point => point.at >= oldest)
      if (first === 0) continue
      if (first < 0) this.lines.delete(name)
      else line.splice(0, first)
      this.version++
    }
  }

  get(name: string): readonly TrailPoint[] {
    return this.lines.get(name) ?? []
  }

  /** Where somebody was heading lately, radians clockwise from north, or null who hardly moved. */
  direction(name: string): number | null {
    const line = this.get(name)
    const last = line[line.length - 1]
    const before = line.findLast(
      point => last && Math.hypot(last.ew - point.ew, last.ns - point.ns) > DIRECTION_STEP,
    )
    if (!last || !before || Math.hypot(last.ew - before.ew, last.ns - before.ns) > PORTAL_UNITS) return null
    return Math.atan2(last.ew - before.ew, last.ns - before.ns)
  }

  get size(): number {
    return this.lines.size
  }
}

function readPoint(row: unknown): (TrailPoint & { name: string }) | null {
  if (!isRecord(row)) return null
  const name = readText(row.character_name)
  const at = readTime(row.timestamp)
  const ew = readNumber(row.ew)
  const ns = readNumber(row.ns)
  if (name === null || at === null || ew === null || ns === null) return null
  return { name, at, ew, ns }
}

/** The past up to where the present begins, then the present. */
function join(past: TrailPoint[], present: TrailPoint[]): TrailPoint[] {
  const begin = present[0]?.at ?? Number.POSITIVE_INFINITY
  const before = past.filter(point => point.at < begin).sort((a, b) => a.at - b.at)
  return [...before, ...present].slice(-MOST_POINTS)
}
