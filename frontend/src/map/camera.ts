import { type Box, middleOf } from './group'
import type { Position } from './motion'
import { LANDBLOCK_UNITS, toEw, toNs, type View, WORLD_EDGE } from './view'

/** What sheets and bars cover of the map's edges, CSS pixels. */
export interface Insets {
  top: number
  right: number
  bottom: number
  left: number
}

export const NO_INSETS: Insets = { top: 0, right: 0, bottom: 0, left: 0 }

// Time constants in milliseconds, each the time in which two thirds of the way are done.
const ZOOM_TIME = 55
const GLIDE_TIME = 325
const FOLLOW_TIME = 140
// Slower than this in pixels a millisecond a glide has ended; faster throws are the pointer's noise.
const LEAST_SPEED = 0.02
const MOST_SPEED = 4
// The whole world and a margin for the coordinates along the edges.
const WHOLE_WORLD = 208
// One may zoom out a little beyond the whole world.
const SLACK = 0.8

interface ZoomTarget {
  scale: number
  /** The point of the screen that stays where it is in the world. */
  x: number
  y: number
  ew: number
  ns: number
}

// A flight begins at most so many screens away: beyond that the land would only rush by.
const FLIGHT_SCREENS = 1.2
const FLIGHT_TIME = 110

// A group keeps so much air around it, in pixels; it is never looked at from nearer than so many pixels a unit.
const GROUP_AIR = 72
const GROUP_SCALE = 40
const GROUP_TIME = 260
// The scale stays while the group fills between so much of the map and all of it: else the land would breathe.
const LOOSE = 0.55
const SNUG = 0.85

/** On the way to a place: how far from it the view's middle still is on the screen. */
interface Flight {
  ew: number
  ns: number
  scale: number
  dx: number
  dy: number
}

/** Moves the view: drags that glide on, zooms at the pointer, and keeping somebody in the middle. */
export class Camera {
  readonly view: View = { width: 1, height: 1, cx: 0.5, cy: 0.5, ew: 0, ns: 0, scale: 4 }
  private insets = NO_INSETS
  private zoom: ZoomTarget | null = null
  private glide: { vx: number; vy: number } | null = null
  private flight: Flight | null = null
  /** The scale at which a group is looked at; null: as near as somebody has zoomed. */
  private groupScale: number | null = null
  private fitted = true
  private pinching = false
  /** The view after the last step: hands, links and keys change it between two. */
  private stepped = { ew: 0, ns: 0, scale: 0 }

  constructor(private readonly reducedMotion: () => boolean) {}

  /** Whether the scale is still changing, so that sharp tiles are not worth asking for. */
  get zooming(): boolean {
    return this.zoom !== null || this.flight !== null || this.pinching
  }

  /** Whether it shows all of Dereth, and goes on doing so when the window changes. */
  get showsAll(): boolean {
    return this.fitted
  }

  /** The place at a point of the screen. */
  placeAt(x: number, y: number): { ew: number; ns: number } {
    return { ew: toEw(this.view, x), ns: toNs(this.view, y) }
  }

  /** The map has a new size, or something covers more or less of it. A view of everything stays one. */
  resize(width: number, height: number, insets: Insets): void {
    const view = this.view
    this.insets = insets
    view.width = width
    view.height = height
    view.cx = insets.left + (width - insets.left - insets.right) / 2
    view.cy = insets.top + (height - insets.top - insets.bottom) / 2
    if (this.fitted) this.showAll(false)
    view.scale = this.allowed(view.scale)
  }

  /** Goes to a place at once, as a link says. */
  jump(to: Position, scale: number): void {
    this.stop()
    this.fitted = false
    this.view.scale = this.allowed(scale)
    this.moveTo(to.ew, to.ns)
  }

  /** Goes to a place, from nearby in sight of the eye. */
  flyTo(to: Position, scale: number): void {
    if (this.reducedMotion()) {
      this.jump(to, scale)
      return
    }
    const { view } = this
    this.stop()
    this.fitted = false
    const [dx, dy] = [(to.ew - view.ew) * view.scale, (to.ns - view.ns) * view.scale]
    const far = Math.hypot(dx, dy) / (FLIGHT_SCREENS * Math.min(view.width, view.height))
    const share = 1 / Math.max(1, far)
    this.flight = { ...to, scale: this.allowed(scale), dx: dx * share, dy: dy * share }
  }

  /** All of Dereth. */
  showAll(smooth = true): void {
    const scale = this.wholeScale()
    this.glide = null
    this.flight = null
    this.fitted = true
    if (!smooth || this.reducedMotion()) {
      this.zoom = null
      this.view.scale = scale
      this.moveTo(0, 0)
      return
    }
    const { cx, cy } = this.view
    this.zoom = { scale, x: cx, y: cy, ew: 0, ns: 0 }
  }

  dragBy(dx: number, dy: number): void {
    this.stop()
    this.fitted = false
    this.moveTo(this.view.ew - dx / this.view.scale, this.view.ns + dy / this.view.scale)
  }

  /** Moves by so many pixels and comes to rest there, as a key asks. */
  panBy(dx: number, dy: number): void {
    if (this.reducedMotion()) {
      this.dragBy(dx, dy)
      return
    }
    this.fitted = false
    this.zoom = null
    this.flight = null
    this.glide = { vx: dx / GLIDE_TIME, vy: dy / GLIDE_TIME }
  }

  /** Lets go with a speed in pixels a millisecond. */
  throwBy(vx: number, vy: number): void {
    const speed = Math.hypot(vx, vy)
    if (this.reducedMotion() || speed < LEAST_SPEED * 4) return
    const share = Math.min(1, MOST_SPEED / speed)
    this.glide = { vx: vx * share, vy: vy * share }
  }

  /** Zooms by a factor around a point of the screen; several in a row add up. */
  zoomBy(factor: number, x = this.view.cx, y = this.view.cy, smooth = true): void {
    const { view } = this
    this.fitted = false
    this.glide = null
    this.flight = null
    const scale = this.allowed((this.zoom?.scale ?? view.scale) * factor)
    const target = { scale, x, y, ew: toEw(view, x), ns: toNs(view, y) }
    if (smooth && !this.reducedMotion()) this.zoom = target
    else this.applyZoom(target, scale)
  }

  /** A zoom that leaves out nobody: at least so close that a followed one can be watched. */
  zoomToAtLeast(scale: number): void {
    const now = this.zoom?.scale ?? this.view.scale
    if (now < scale) this.zoomBy(scale / now)
  }

  /** Two fingers moved: the map follows them at once. */
  pinchBy(factor: number, x: number, y: number, dx: number, dy: number): void {
    this.dragBy(dx, dy)
    this.pinching = true
    this.zoomBy(factor, x, y, false)
  }

  endPinch(): void {
    this.pinching = false
  }

  stop(): void {
    this.glide = null
    this.zoom = null
    this.flight = null
  }

  /** Moves on by some milliseconds. Tells whether the view is another than after the step before. */
  step(elapsed: number, followed: Position | null, group: Box | null = null): boolean {
    if (group) this.stepGroup(elapsed, group)
    else {
      this.stepZoom(elapsed, followed !== null)
      if (followed) this.stepFollow(elapsed, followed)
      else if (this.flight) this.stepFlight(elapsed, this.flight)
      else this.stepGlide(elapsed)
    }
    const { ew, ns, scale } = this.view
    const { stepped } = this
    this.stepped = { ew, ns, scale }
    return ew !== stepped.ew || ns !== stepped.ns || scale !== stepped.scale
  }

  /** Looks at a group anew: from as far as it takes. */
  beginGroup(): void {
    this.stop()
    this.groupScale = 0
  }

  /** Keeps a box in the middle and all of it in view. */
  private stepGroup(elapsed: number, box: Box): void {
    const { view } = this
    if (this.zoom) this.groupScale = null
    this.stepZoom(elapsed, true)
    this.fitted = false
    this.glide = null
    this.flight = null
    if (this.groupScale !== null) {
      const fit = this.fitOf(box)
      if (fit < this.groupScale || fit * LOOSE > this.groupScale) this.groupScale = fit * SNUG
      const goal = this.allowed(Math.min(GROUP_SCALE, this.groupScale))
      const way = Math.log(goal / view.scale)
      const near = Math.abs(way) < 0.002 || this.reducedMotion()
      view.scale = near ? goal : view.scale * Math.exp(way * approach(elapsed, GROUP_TIME))
    }
    const middle = middleOf(box)
    const away = Math.hypot(middle.ew - view.ew, middle.ns - view.ns) * view.scale
    const share = this.reducedMotion() || away < 0.1 ? 1 : approach(elapsed, GROUP_TIME)
    this.moveTo(view.ew + (middle.ew - view.ew) * share, view.ns + (middle.ns - view.ns) * share)
  }

  /** The scale at which a box just fits into what no sheet covers. */
  private fitOf(box: Box): number {
    const { view } = this
    const room = (middle: number, size: number) =>
      Math.max(60, Math.min(middle, size - middle) * 2 - GROUP_AIR * 2)
    const across = room(view.cx, view.width) / Math.max(0.01, box.east - box.west)
    const down = room(view.cy, view.height) / Math.max(0.01, box.north - box.south)
    return Math.min(across, down)
  }

  private stepZoom(elapsed: number, centred: boolean): void {
    const target = this.zoom
    if (!target) return
    const { view } = this
    const way = Math.log(target.scale / view.scale)
    const done = Math.abs(way) < 0.002
    const scale = done ? target.scale : view.scale * Math.exp(way * approach(elapsed, ZOOM_TIME))
    if (done) this.zoom = null
    if (centred) view.scale = scale
    else this.applyZoom(target, scale)
    // Going home moves the middle as well as the scale.
    if (this.fitted && !centred) {
      const share = done ? 1 : approach(elapsed, ZOOM_TIME)
      this.moveTo(view.ew * (1 - share), view.ns * (1 - share))
    }
  }

  private applyZoom(target: ZoomTarget, scale: number): void {
    const { view } = this
    view.scale = scale
    if (this.fitted) return
    this.moveTo(target.ew - (target.x - view.cx) / scale, target.ns + (target.y - view.cy) / scale)
  }

  private stepFollow(elapsed: number, followed: Position): void {
    const { view } = this
    this.fitted = false
    this.glide = null
    this.flight = null
    const away = Math.hypot(followed.ew - view.ew, followed.ns - view.ns) * view.scale
    const share = this.reducedMotion() || away < 0.1 ? 1 : approach(elapsed, FOLLOW_TIME)
    this.moveTo(view.ew + (followed.ew - view.ew) * share, view.ns + (followed.ns - view.ns) * share)
  }

  private stepFlight(elapsed: number, flight: Flight): void {
    const { view } = this
    const share = approach(elapsed, FLIGHT_TIME)
    const way = Math.log(flight.scale / view.scale)
    flight.dx *= 1 - share
    flight.dy *= 1 - share
    const done = Math.abs(way) < 0.002 && Math.hypot(flight.dx, flight.dy) < 0.5
    view.scale = done ? flight.scale : view.scale * Math.exp(way * share)
    if (done) this.flight = null
    const left = done ? 0 : 1 / view.scale
    this.moveTo(flight.ew - flight.dx * left, flight.ns - flight.dy * left)
  }

  private stepGlide(elapsed: number): void {
    if (!this.glide) return
    const { vx, vy } = this.glide
    const { view } = this
    this.moveTo(view.ew - (vx * elapsed) / view.scale, view.ns + (vy * elapsed) / view.scale)
    const slowed = Math.exp(-elapsed / GLIDE_TIME)
    this.glide = Math.hypot(vx, vy) * slowed < LEAST_SPEED ? null : { vx: vx * slowed, vy: vy * slowed }
  }

  private moveTo(ew: number, ns: number): void {
    this.view.ew = Math.min(WORLD_EDGE, Math.max(-WORLD_EDGE, ew))
    this.view.ns = Math.min(WORLD_EDGE, Math.max(-WORLD_EDGE, ns))
  }

  private wholeScale(): number {
    const { left, right, top, bottom } = this.insets
    const side = Math.min(this.view.width - left - right, this.view.height - top - bottom)
    return Math.max(0.5, side / WHOLE_WORLD)
  }

  private allowed(scale: number): number {
    const closest = Math.max(this.view.width, this.view.height) / LANDBLOCK_UNITS
    return Math.min(closest, Math.max(this.wholeScale() * SLACK, scale))
  }
}

/** The share of the way that is done in some milliseconds, whatever the frame rate. */
const approach = (elapsed: number, time: number) => 1 - Math.exp(-elapsed / time)
