import type { PlayerState } from '../live/player'
import type { TrailLine } from '../live/trails'

/** Everybody's way up to the time that the map shows. */
export interface TrailSource {
  /** Rises with every change. */
  readonly version: number
  /** How long a picture of it may last, in milliseconds, although there is a newer version. */
  readonly lasts: number
  get(name: string): TrailLine
}

/** What the map shows instead of what is live. */
export interface PastMoment {
  places: readonly { name: string; ew: number; ns: number; heading: number | null; state: PlayerState }[]
  trails: TrailSource
  /** Whether the next frame shows something else. */
  moving: boolean
}

/** Another source of places than the live feed: a time of the past that the map is to show. */
export interface Past {
  /** What to show so many milliseconds after the frame before; null: what is live. */
  advance(elapsed: number): PastMoment | null
  /** Calls back whenever there is something new to show. */
  onDraw(listener: () => void): () => void
}
