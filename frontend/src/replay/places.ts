import type { PlayerState } from '../live/player'
import { nearestPlace } from '../map/places'
import type { Chunk, Track } from './chunk'

/** Where somebody was at a time of the past. */
export interface PastPlace {
  name: string
  ew: number
  ns: number
  /** Direction of the last movement, radians clockwise from north; null: there was none. */
  heading: number | null
  state: PlayerState
}

// Nobody runs a unit in ten seconds: who went farther took a portal.
const LEAST_JUMP = 2
const RUN_PER_SECOND = 0.1
// Less than this, five metres, is shuffling about and no direction.
const HEADING_UNITS = 0.02
// Who got this far within the last minute is under way.
const TRAVEL_UNITS = 0.5
// As the server has it: this near to a town somebody is in it; so little moved for so long is standing still.
const TOWN_UNITS = 0.8
const STILL_UNITS = 0.01
const MINUTE = 60_000
const STILL_MINUTES = [1, 2, 3, 4, 5]
// A death shows for a minute, as it does live.
const DEAD_FOR = MINUTE

/** When who died, oldest first. */
export type Deaths = ReadonlyMap<string, readonly number[]>

/** What each was at, by name. */
export type States = ReadonlyMap<string, PlayerState>

/**
 * Everybody at a time within the stretch, between two frames on the straight way from one to the other. What
 * they were at is told by frame, because that costs more.
 */
export function placesAt(chunk: Chunk, states: States, time: number, deaths: Deaths): PastPlace[] {
  const at = Math.min(chunk.frames - 1, Math.max(0, (time - chunk.from) / chunk.step))
  const k = Math.floor(at)
  const places: PastPlace[] = []
  for (const [name, track] of chunk.tracks) {
    const place = between(track, k, at - k, chunk.step)
    if (!place) continue
    const isDead = deaths.get(name)?.some(died => died <= time && time - died < DEAD_FOR) ?? false
    const state = isDead ? 'dead' : (states.get(name) ?? 'travel')
    places.push({ name, ...place, heading: headingAt(track, k), state })
  }
  return places
}

/** The frame that a time lies in. */
export function frameOf({ from, step }: Chunk, time: number): number {
  return Math.floor((time - from) / step)
}

/** What everybody was at in the frame of a time; the stretch before it tells what they did until then. */
export function statesAt(chunk: Chunk, before: Chunk | null, time: number): States {
  const states = new Map<string, PlayerState>()
  for (const name of chunk.tracks.keys()) {
    const earlier = (ago: number) =>
      frameAt(chunk, name, time - ago) ?? (before && frameAt(before, name, time - ago))
    const place = frameAt(chunk, name, time)
    if (place) states.set(name, stateAt(place, earlier))
  }
  return states
}

type Point = { ew: number; ns: number }

/** Where somebody was in the last frame before a time; null: not there, or not in this stretch. */
function frameAt(chunk: Chunk, name: string, time: number): Point | null {
  const k = frameOf(chunk, time)
  const track = chunk.tracks.get(name)
  const ew = track?.ew[k]
  return ew === undefined || Number.isNaN(ew) ? null : { ew, ns: track!.ns[k]! }
}

function between({ ew, ns }: Track, k: number, share: number, step: number): Point | null {
  const from = { ew: ew[k]!, ns: ns[k]! }
  if (Number.isNaN(from.ew)) return null
  const to = { ew: ew[k + 1] ?? Number.NaN, ns: ns[k + 1] ?? 0 }
  if (Number.isNaN(to.ew)) return from
  const jumped = Math.hypot(to.ew - from.ew, to.ns - from.ns) > jumpOf(step)
  if (jumped) return share < 0.5 ? from : to
  return { ew: from.ew + (to.ew - from.ew) * share, ns: from.ns + (to.ns - from.ns) * share }
}

function jumpOf(step: number): number {
  return Math.max(LEAST_JUMP, (RUN_PER_SECOND * step) / 1000)
}

function headingAt({ ew, ns }: Track, k: number): number | null {
  for (let j = Math.min(k, ew.length - 2); j >= 0; j--) {
    const [dx, dy] = [ew[j + 1]! - ew[j]!, ns[j + 1]! - ns[j]!]
    if (Math.hypot(dx, dy) >= HEADING_UNITS) return Math.atan2(dx, dy)
  }
  return null
}

/**
 * What somebody was at, as far as the way tells: kills are not in it. Who moves about within a small place is
 * taken to hunt there.
 */
function stateAt(now: Point, earlier: (ago: number) => Point | null): PlayerState {
  const away = (ago: number) => {
    const then = earlier(ago)
    return then && Math.hypot(now.ew - then.ew, now.ns - then.ns)
  }
  if ((away(MINUTE) ?? 0) >= TRAVEL_UNITS) return 'travel'
  if (isInTown(now)) return 'town'
  const isStill = STILL_MINUTES.every(minutes => (away(minutes * MINUTE) ?? 1) < STILL_UNITS)
  return isStill ? 'idle' : 'combat'
}

function isInTown({ ew, ns }: Point): boolean {
  const near = nearestPlace(ns, ew)
  return near !== null && Math.hypot(near.ew - ew, near.ns - ns) <= TOWN_UNITS
}
