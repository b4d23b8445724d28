import type { Pointed } from '../pointed'

/** Something on the map that the keyboard can reach, and where it is drawn, CSS pixels. */
export interface Stop {
  key: string
  pointed: Pointed
  x: number
  y: number
}

/** Where the keyboard stands among what is in view. */
export interface Step {
  stop: Stop
  /** Counted from 1, in the order in which the keys go through them. */
  number: number
  of: number
}

/**
 * Goes through what is in view, the nearest first. The order stays while things move about, so that nothing comes
 * twice and nothing is left out; what appears is put at its end.
 */
export class Steps {
  private order: string[] = []
  /** Where the keyboard stands; null: nowhere. */
  current: string | null = null

  /** Forgets the order: the next step begins at what is nearest. */
  restart(): void {
    this.order = []
    this.current = null
  }

  /** Another view: those around the one that is stood at come next. */
  reorder(): void {
    this.order = this.current === null ? [] : [this.current]
  }

  /** Stands at this one, whatever the order. */
  go(key: string): void {
    this.current = key
  }

  /**
   * The next one or the one before. From nowhere it is the nearest to a point of the screen.
   * Null: there is nothing to go to.
   */
  step(stops: readonly Stop[], way: 1 | -1, from: { x: number; y: number }): Step | null {
    const before = this.current === null ? -1 : this.order.indexOf(this.current)
    const gone = this.sort(stops, from)
    if (this.order.length === 0) {
      this.current = null
      return null
    }
    const at = this.order.indexOf(this.current ?? '')
    // Who stood at one that has gone goes on from where it was in the order.
    const place =
      at >= 0 ? at : before < 0 ? (way === 1 ? -1 : 0) : before - gone(before) - (way === 1 ? 1 : 0)
    const next = (place + way + this.order.length) % this.order.length
    this.current = this.order[next]!
    return this.here(stops)
  }

  /** The one that is stood at, as it is now; null: it is not in view. */
  here(stops: readonly Stop[]): Step | null {
    const stop = stops.find(({ key }) => key === this.current)
    return stop ? { stop, number: this.order.indexOf(stop.key) + 1, of: this.order.length } : null
  }

  /** Keeps the order of those that are still there. Tells how many of the first ones have gone. */
  private sort(stops: readonly Stop[], from: { x: number; y: number }): (first: number) => number {
    const there = new Set(stops.map(({ key }) => key))
    const former = this.order
    const known = new Set(former)
    const fresh = stops
      .filter(({ key }) => !known.has(key))
      .sort((a, b) => away(a, from) - away(b, from) || (a.key < b.key ? -1 : 1))
    this.order = [...former.filter(key => there.has(key)), ...fresh.map(({ key }) => key)]
    return first => former.slice(0, first).filter(key => !there.has(key)).length
  }
}

/** The nearest of several to a point of the screen. */
export function nearest(stops: readonly Stop[], from: { x: number; y: number }): Stop | null {
  let found: Stop | null = null
  for (const stop of stops) if (!found || away(stop, from) < away(found, from)) found = stop
  return found
}

function away(stop: { x: number; y: number }, from: { x: number; y: number }): number {
  return Math.hypot(stop.x - from.x, stop.y - from.y)
}
