import type { Player, PlayerState } from '../live/player'
import type { PositionReport } from '../live/positions'
import { type Crowd, Crowds } from './crowds'
import { appear, isMoving, type Motion, positionAt, report, turn } from './motion'
import type { PastMoment } from './past'
import type { Seen } from './seen'
import { spread } from './spread'
import { onSurface, toEw, toNs, toX, toY, type View } from './view'

/** One character on the map. */
export interface Marker {
  name: string
  state: PlayerState
  killsPerHour: number
  receivedAt: number
  motion: Motion
  /** Where it is in this frame, in the world and, moved apart from others, on the screen. */
  ew: number
  ns: number
  x: number
  y: number
  /** Drawn direction, radians clockwise from north. */
  heading: number
  visible: boolean
  /** Whether something of it, or of its name, may be seen: no window hides it. */
  seen: boolean
  /** How far its name reaches from it, pixels. */
  reach: number
  /** 0 where it stands by itself, 1 where it is drawn as part of a crowd only; between them it is on the way. */
  fold: number
  /** The middle of the crowd it is folded into, or was last, in the world. */
  foldAt: { ew: number; ns: number }
  inCrowd: boolean
  /** Where it was when places on the screen were last computed. */
  drawn: { ew: number; ns: number; heading: number }
}

// Directions change over this many milliseconds.
const TURN_TIME = 160
// Who moved by less than this many pixels or radians since then is not worth drawing everything anew.
const LEAST_MOVE = 0.2
const LEAST_TURN = 0.02
// Markers this far outside the view are not worth a thought.
const MARGIN = 40
// Joining a crowd and leaving it take this many milliseconds.
const FOLD_TIME = 160
// Who stands with whom is looked at this often, unless the map zooms.
const GATHER_EVERY = 150
// Crowds and those beside them keep so much air, in pixels.
const AIR = 5
// So far reaches the ring around whoever is followed.
const RING = 17
const FOLDED = 0.999
// So far reaches a mark with its ring.
const MARK_REACH = 24
// A crowd with its name reaches so far.
const CROWD_REACH = 200

/** How to draw those who stand together. */
export interface Crowding {
  /** Pixels between two marks, at least. */
  gap: number
  /** How much larger than on a desktop marks are; null: everybody stands by himself. */
  size: number | null
  /** Who never becomes part of a crowd. */
  apart: ReadonlySet<string>
  now: number
}

/** All characters with a place on the surface, and where they stand in each frame. */
export class Markers {
  private readonly byName = new Map<string, Marker>()
  private readonly crowding = new Crowds<Marker>()
  private gathered = { at: 0, scale: 0 }
  /** Whether somebody is on the way into a crowd or out of it. */
  folding = false

  get all(): Iterable<Marker> {
    return this.byName.values()
  }

  get crowds(): readonly Crowd<Marker>[] {
    return this.crowding.all
  }

  get(name: string | null): Marker | null {
    return (name !== null && this.byName.get(name)) || null
  }

  /** Takes over who is there and in which state. Who left the surface leaves the map. */
  setPlayers(players: readonly Player[], now: number): void {
    const there = new Set<string>()
    for (const player of players) {
      if (!onSurface(player.ew, player.ns)) continue
      there.add(player.name)
      const marker = this.byName.get(player.name) ?? this.add(player, now)
      marker.state = player.state
      marker.killsPerHour = player.killsPerHour ?? 0
      marker.receivedAt = player.receivedAt ?? 0
    }
    for (const name of this.byName.keys()) if (!there.has(name)) this.byName.delete(name)
  }

  /** Turns those whose direction is not known yet as their trails tell. */
  orient(directionOf: (name: string) => number | null): void {
    for (const marker of this.byName.values()) {
      if (marker.motion.heading !== null) continue
      const heading = directionOf(marker.name)
      if (heading === null) continue
      marker.motion = { ...marker.motion, heading }
      marker.heading = heading
    }
  }

  move({ name, ew, ns, at }: PositionReport, now: number): void {
    const marker = this.byName.get(name)
    if (!marker) return
    if (!onSurface(ew, ns)) {
      this.byName.delete(name)
      return
    }
    marker.motion = report(marker.motion, { ew, ns }, now)
    marker.receivedAt = Math.max(marker.receivedAt, at)
  }

  /** Puts everybody where they were at another time, and nobody else. Tells whether who or what has changed. */
  setPast(places: PastMoment['places'], elapsed: number, now: number): boolean {
    let changed = false
    const there = new Set<string>()
    const share = 1 - Math.exp(-elapsed / TURN_TIME)
    for (const { name, ew, ns, heading, state } of places) {
      if (!onSurface(ew, ns)) continue
      there.add(name)
      const known = this.byName.get(name)
      const marker = known ?? this.add({ name, state, ew, ns }, now)
      changed ||= !known || marker.state !== state
      Object.assign(marker, { ew, ns, state })
      if (heading !== null) marker.heading = known ? turn(marker.heading, heading, share) : heading
    }
    for (const name of this.byName.keys()) changed = (!there.has(name) && this.byName.delete(name)) || changed
    return changed
  }

  /** Forgets everybody: those who come next have not walked from where others stood. */
  clear(): void {
    this.byName.clear()
    this.crowding.clear()
  }

  /** Puts everybody where they are now. Tells whether anybody is still on the way. */
  step(now: number, elapsed: number): boolean {
    let moving = false
    const share = 1 - Math.exp(-elapsed / TURN_TIME)
    for (const marker of this.byName.values()) {
      const { ew, ns } = positionAt(marker.motion, now)
      marker.ew = ew
      marker.ns = ns
      const { heading } = marker.motion
      if (heading !== null) marker.heading = turn(marker.heading, heading, share)
      moving = isMoving(marker.motion, now) || moving
    }
    return moving
  }

  /** Brings those on the way into a crowd or out of it on; with reduced motion they are there at once. */
  fold(elapsed: number, still: boolean): void {
    const step = still ? 1 : elapsed / FOLD_TIME
    this.folding = false
    for (const marker of this.byName.values()) {
      const goal = marker.inCrowd ? 1 : 0
      if (marker.fold === goal) continue
      marker.fold = goal === 1 ? Math.min(1, marker.fold + step) : Math.max(0, marker.fold - step)
      this.folding ||= marker.seen
    }
  }

  /** Whether anybody who is seen has visibly moved since the places were last computed. */
  haveMoved(view: View, seen: Seen): boolean {
    const least = LEAST_MOVE / view.scale
    for (const marker of this.byName.values()) {
      const { ew, ns, heading, drawn } = marker
      const moved = Math.abs(ew - drawn.ew) + Math.abs(ns - drawn.ns) >= least
      if (!moved && Math.abs(heading - drawn.heading) < LEAST_TURN) continue
      if (marker.seen || seen.near(toX(view, ew), toY(view, ns), MARK_REACH)) return true
    }
    return false
  }

  /** Computes the places on the screen, none closer to another than the gap, and who stands in a crowd. */
  layOut(view: View, crowding: Crowding, unhidden: Seen): void {
    const seen: Marker[] = []
    for (const marker of this.byName.values()) {
      marker.x = toX(view, marker.ew)
      marker.y = toY(view, marker.ns)
      marker.drawn = { ew: marker.ew, ns: marker.ns, heading: marker.heading }
      marker.visible =
        marker.x > -MARGIN &&
        marker.y > -MARGIN &&
        marker.x < view.width + MARGIN &&
        marker.y < view.height + MARGIN
      if (marker.visible) seen.push(marker)
    }
    this.gather(seen, view, crowding)
    const free = seen.filter(marker => !marker.inCrowd)
    spread(free, crowding.gap)
    for (const crowd of this.crowds) keepApart(crowd, free, crowding)
    for (const marker of seen) {
      if (marker.fold > 0) foldIn(marker, view)
      if (marker.fold >= FOLDED) marker.visible = false
    }
    for (const marker of this.byName.values()) {
      const { x, y, reach, foldAt } = marker
      // Of a crowd each one is seen as far as the crowd is: where it goes, the crowd goes.
      const crowd = marker.inCrowd && unhidden.near(toX(view, foldAt.ew), toY(view, foldAt.ns), CROWD_REACH)
      marker.seen = crowd || unhidden.near(x, y, Math.max(MARK_REACH, reach))
    }
  }

  private gather(seen: Marker[], view: View, { size, apart, now }: Crowding): void {
    const { crowding, gathered } = this
    if (size === null) crowding.clear()
    else if (gathered.scale !== view.scale || now - gathered.at >= GATHER_EVERY) {
      this.gathered = { at: now, scale: view.scale }
      crowding.gather(
        seen.filter(marker => !apart.has(marker.name)),
        size,
      )
    }
    for (const marker of this.byName.values()) marker.inCrowd = false
    for (const crowd of crowding.all) {
      const count = crowd.members.length
      crowd.x = crowd.members.reduce((sum, { x }) => sum + x, 0) / count
      crowd.y = crowd.members.reduce((sum, { y }) => sum + y, 0) / count
      const foldAt = { ew: toEw(view, crowd.x), ns: toNs(view, crowd.y) }
      for (const member of crowd.members) {
        member.inCrowd = !apart.has(member.name)
        member.foldAt = foldAt
      }
    }
  }

  /** The crowd at a point of the screen. */
  crowdAt(x: number, y: number): Crowd<Marker> | null {
    return this.crowds.find(crowd => Math.hypot(crowd.x - x, crowd.y - y) <= crowd.radius + 2) ?? null
  }

  /** The marker nearest to a point of the screen within some pixels. */
  at(x: number, y: number, reach: number): Marker | null {
    let nearest: Marker | null = null
    let least = reach
    for (const marker of this.byName.values()) {
      const distance = marker.visible && marker.fold < 0.5 ? Math.hypot(marker.x - x, marker.y - y) : least
      if (distance < least) {
        least = distance
        nearest = marker
      }
    }
    return nearest
  }

  private add(player: Pick<Player, 'name' | 'state' | 'ew' | 'ns'>, now: number): Marker {
    const at = { ew: player.ew!, ns: player.ns! }
    const marker: Marker = {
      name: player.name,
      state: player.state,
      killsPerHour: 0,
      receivedAt: 0,
      motion: appear(at, now),
      ...at,
      x: 0,
      y: 0,
      heading: 0,
      visible: false,
      seen: true,
      reach: 0,
      fold: 0,
      foldAt: at,
      inCrowd: false,
      drawn: { ...at, heading: 0 },
    }
    this.byName.set(player.name, marker)
    return marker
  }
}

/** On its way into a crowd a mark goes from where it would stand to the crowd's middle. */
function foldIn(marker: Marker, view: View): void {
  const eased = marker.fold * marker.fold * (3 - 2 * marker.fold)
  marker.x += (toX(view, marker.foldAt.ew) - marker.x) * eased
  marker.y += (toY(view, marker.foldAt.ns) - marker.y) * eased
}

/** Who is followed stays where he is, and the crowd gives way; all others give way to the crowd. */
function keepApart(crowd: Crowd<Marker>, free: Marker[], { gap, size, apart }: Crowding): void {
  const away = (from: { x: number; y: number }, to: { x: number; y: number }, air: number) => {
    const least = crowd.radius + air
    const distance = Math.hypot(to.x - from.x, to.y - from.y)
    const [dx, dy] = distance > 0.5 ? [(to.x - from.x) / distance, (to.y - from.y) / distance] : [-0.7, 0.7]
    if (distance >= least) return
    to.x = from.x + dx * least
    to.y = from.y + dy * least
  }
  for (const marker of free) if (apart.has(marker.name)) away(marker, crowd, RING * (size ?? 1))
  for (const marker of free) if (!apart.has(marker.name)) away(crowd, marker, gap / 2 + AIR)
}
