import type { ApiError } from '../live/api'
import type { Past, PastMoment } from '../map/past'
import { Archive } from './archive'
import type { Chunk } from './chunk'
import { levelOf, SPEEDS, type Speed, stepOf } from './levels'
import { type Deaths, frameOf, type PastPlace, placesAt, type States, statesAt } from './places'
import { PastTrails } from './trails'

/** How much of the past the bar shows. */
export const SPANS = ['1h', '6h', '24h', '7d'] as const
export type Span = (typeof SPANS)[number]

export interface ReplayState {
  /** The time that the map shows, milliseconds of the server's clock; null: it is live. */
  time: number | null
  playing: boolean
  speed: Speed
  span: Span
  /** Whether the bar is unfolded. */
  open: boolean
  /** What the map is to show is still being read. */
  waiting: boolean
  error: ApiError | null
}

/** The part of it that a link tells. */
export type ReplayLink = Pick<ReplayState, 'time' | 'speed' | 'span'>

export const DEFAULT_LINK: ReplayLink = { time: null, speed: 60, span: '24h' }

interface ReplayOptions {
  fetchJson: (path: string) => Promise<unknown>
  /** The server's time, milliseconds. */
  now: () => number
}

// Later than this before now not everything is stored yet: the replay ends here and the map goes live.
const EDGE = 15_000
// Playing from live begins this long ago.
const LATELY = 600_000
// The page hears this often of the time that goes by; the map, in each frame.
const TELL = 100
const TRAIL = 600_000
const TRAIL_LASTS = 120
// A week is shown; links may lead farther back, but not to before there was anything.
const OLDEST = Date.UTC(2000, 0)

/** Plays the past back: which time is shown, and who was where then. */
export class Replay implements Past {
  private state: ReplayState
  private readonly archive: Archive
  private readonly trails = new PastTrails()
  private readonly listeners = new Set<() => void>()
  private readonly drawers = new Set<() => void>()
  private deaths: Deaths = new Map()
  private places: PastPlace[] = []
  /** What everybody was at, and when that was found out. */
  private told: { chunk: Chunk; before: Chunk | null; frame: number; states: States } | null = null
  private toldAt = 0

  constructor(
    private readonly options: ReplayOptions,
    link: ReplayLink = DEFAULT_LINK,
  ) {
    this.archive = new Archive({ ...options, onChange: () => this.draw() })
    const time = link.time === null || link.time > this.edge ? null : link.time
    this.state = { ...link, time, playing: false, open: time !== null, waiting: false, error: null }
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  readonly get = (): ReplayState => this.state

  /** Calls back whenever the map has something new to show. */
  onDraw(listener: () => void): () => void {
    this.drawers.add(listener)
    return () => this.drawers.delete(listener)
  }

  close(): void {
    this.archive.close()
  }

  setDeaths(deaths: Deaths): void {
    this.deaths = deaths
    this.draw()
  }

  /** Back to what is now. */
  live(): void {
    if (this.state.time === null) return
    this.places = []
    this.change({ time: null, playing: false, waiting: false, error: null })
    this.draw()
  }

  /** Shows a time; one too near to now is live. */
  seek(time: number): void {
    if (time >= this.edge) {
      this.live()
      return
    }
    this.change({ time: Math.max(OLDEST, time), open: true })
    this.draw()
  }

  play(): void {
    const time = this.state.time ?? this.options.now() - LATELY
    this.change({ time, playing: true, open: true })
    this.draw()
  }

  pause(): void {
    this.change({ playing: false })
    this.draw()
  }

  toggle(): void {
    if (this.state.playing) this.pause()
    else this.play()
  }

  /** Goes by some steps, whose length the speed says. */
  step(by: number): void {
    this.seek((this.state.time ?? this.options.now()) + by * stepOf(this.state.speed))
  }

  setSpeed(speed: Speed): void {
    this.change({ speed })
    this.draw()
  }

  setSpan(span: Span): void {
    this.change({ span })
  }

  setOpen(open: boolean): void {
    this.change({ open })
  }

  /** Where somebody was at the time that is shown. */
  placeOf(name: string): PastPlace | null {
    return this.places.find(place => place.name === name) ?? null
  }

  /** What the map is to show after so many milliseconds; null: what is live. */
  advance(elapsed: number): PastMoment | null {
    const { time: before, playing, speed, waiting } = this.state
    if (before === null) return null
    const after = playing && !waiting ? before + elapsed * speed : before
    if (after >= this.edge) {
      this.live()
      return null
    }
    // Whatever is not here yet is waited for, with what was there before still on the map.
    const found = this.find(after)
    if (found) this.show(found, after)
    this.tell(after, !found)
    return { places: this.places, trails: this.trails, moving: playing && found !== null }
  }

  private get edge(): number {
    return this.options.now() - EDGE
  }

  private find(time: number): Chunk | null {
    const level = levelOf(this.state.speed)
    this.archive.want(level, time)
    const found = this.archive.get(level, time)
    if (!found) return null
    for (let back = level.length; back < TRAIL + level.length; back += level.length) {
      this.archive.want(level, time - back)
    }
    const next = time + level.length
    if (this.state.playing && next < this.edge) this.archive.want(level, next)
    return found
  }

  private show(chunk: Chunk, time: number): void {
    const level = levelOf(this.state.speed)
    const line: Chunk[] = [chunk]
    for (let back = level.length; back < TRAIL + level.length; back += level.length) {
      const before = this.archive.peek(level, time - back)
      if (!before) break
      line.unshift(before)
    }
    this.trails.lasts = this.state.playing ? TRAIL_LASTS : 0
    this.trails.show(line, time)
    const before = line.length > 1 ? line[line.length - 2]! : null
    const frame = frameOf(chunk, time)
    const { told } = this
    if (told?.chunk !== chunk || told.before !== before || told.frame !== frame) {
      this.told = { chunk, before, frame, states: statesAt(chunk, before, time) }
    }
    this.places = placesAt(chunk, this.told!.states, time, this.deaths)
  }

  /** Notes the time, and tells the page at a pace that it can bear. */
  private tell(time: number, waiting: boolean): void {
    const { error } = this.archive
    const same = waiting === this.state.waiting && error === this.state.error
    if (same && time === this.state.time) return
    const now = performance.now()
    const silent = same && now - this.toldAt < TELL
    this.state = { ...this.state, time, waiting, error: waiting ? error : null }
    if (silent) return
    this.toldAt = now
    for (const listener of this.listeners) listener()
  }

  private change(part: Partial<ReplayState>): void {
    this.state = { ...this.state, ...part }
    for (const listener of this.listeners) listener()
  }

  private draw(): void {
    for (const drawer of this.drawers) drawer()
  }
}

export function isSpeed(value: number): value is Speed {
  return SPEEDS.some(speed => speed === value)
}

export function isSpan(value: unknown): value is Span {
  return SPANS.some(span => span === value)
}
