import { isRecord, readNumber, readText, readTime } from './player'
import { Rows } from './rows'

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

/** Where somebody has been, oldest point first. */
export class Trail {
  private readonly rows: Rows

  constructor(most: number, points: readonly TrailPoint[] = []) {
    this.rows = new Rows(2, most)
    for (const point of points) this.push(point)
  }

  get length(): number {
    return this.rows.length
  }

  at(point: number): number {
    return this.rows.time(point)
  }

  ew(point: number): number {
    return this.rows.value(point, 0)
  }

  ns(point: number): number {
    return this.rows.value(point, 1)
  }

  push({ at, ew, ns }: TrailPoint): void {
    this.rows.push(at, [ew, ns])
  }

  dropBefore(at: number): void {
    this.rows.dropBefore(at)
  }

  points(): TrailPoint[] {
    return Array.from({ length: this.length }, (_, i) => ({ at: this.at(i), ew: this.ew(i), ns: this.ns(i) }))
  }
}

/** A trail as those see it who only read it. */
export type TrailLine = Pick<Trail, 'at' | 'ew' | 'ns'> & { readonly length: number }

export const NO_TRAIL: TrailLine = new Trail(1)

/** Where everybody has been in the last ten minutes. */
export class Trails {
  private readonly lines = new Map<string, Trail>()
  /** Rises with every change, so that a drawing of it knows when it is out of date. */
  version = 0
  /** New points are added to a picture at most so often, in milliseconds; until then they are drawn over it. */
  readonly lasts = 2000

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
    for (const [name, past] of loaded) this.lines.set(name, join(past, this.lines.get(name)?.points() ?? []))
    this.version++
  }

  add(name: string, point: TrailPoint): void {
    const line = this.lines.get(name)
    if (!line) {
      this.lines.set(name, new Trail(MOST_POINTS, [point]))
    } else {
      const last = line.length - 1
      if (point.at <= line.at(last)) return
      if (Math.hypot(point.ew - line.ew(last), point.ns - line.ns(last)) < LEAST_STEP) return
      line.push(point)
    }
    this.version++
  }

  /** Forgets what is too old at a time of the server's clock. */
  trim(now: number): void {
    const oldest = now - TRAIL_SECONDS * 1000
    for (const [name, line] of this.lines) {
      if (line.at(0) >= oldest) continue
      line.dropBefore(oldest)
      if (line.length === 0) this.lines.delete(name)
      this.version++
    }
  }

  get(name: string): TrailLine {
    return this.lines.get(name) ?? NO_TRAIL
  }

  /** Where somebody was heading lately, radians clockwise from north, or null who hardly moved. */
  direction(name: string): number | null {
    const line = this.get(name)
    const last = line.length - 1
    for (let before = last - 1; before >= 0; before--) {
      const [ew, ns] = [line.ew(last) - line.ew(before), line.ns(last) - line.ns(before)]
      const far = Math.hypot(ew, ns)
      if (far > DIRECTION_STEP) return far > PORTAL_UNITS ? null : Math.atan2(ew, ns)
    }
    return null
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
function join(past: TrailPoint[], present: TrailPoint[]): Trail {
  const begin = present[0]?.at ?? Number.POSITIVE_INFINITY
  const before = past.filter(point => point.at < begin).sort((a, b) => a.at - b.at)
  return new Trail(MOST_POINTS, [...before, ...present])
}
