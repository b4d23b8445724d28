import type { LiveFeed } from '../live/feed'
import { Camera, type Insets, NO_INSETS } from './camera'
import { Gestures } from './gestures'
import { drawGraticule, type Rect } from './graticule'
import { LabelLayer, type LabelScene } from './labelLayer'
import { LandLayer } from './land/landLayer'
import { type Marker, Markers } from './markers'
import { type Palette, readPalette } from './palette'
import { LEAST_GAP } from './spread'
import { Sprites } from './sprites'
import { drawTowns } from './townLayer'
import { TrailLayer } from './trailLayer'
import { toEw, toNs, type View } from './view'

/** What the map tells the page. */
export interface MapEvents {
  /** The character under the pointer, and where it is drawn. */
  onHover(name: string | null, at: { x: number; y: number }): void
  onSelect(name: string | null): void
  /** The map was moved by hand, which lets go of whoever was followed. */
  onRelease(): void
  /** The view rests in a new place, or at a new scale while it goes along with somebody. */
  onView(view: Readonly<View>): void
  /** Pixels per map unit, in every frame in which they change. */
  onScale(scale: number): void
  /** The pointer is at these world coordinates, or off the map. */
  onPlace(place: { ew: number; ns: number } | null): void
}

/** The canvases one above the other: land, what moves, what is under the pointer. */
export interface Layers {
  land: HTMLCanvasElement
  moving: HTMLCanvasElement
  pointer: HTMLCanvasElement
}

const REACH = { mouse: 12, touch: 24 }
// A marker that moved by less than this, in pixels, is not worth drawing everything anew.
const VISIBLE_MOVE = 0.2
const MEASURE_EVERY = 200
// The link in the address bar follows this long after the map came to rest.
const REST = 350
// A frame that comes late, after a pause or a hidden page, counts as one of these.
const LONGEST_FRAME = 64
// A stale one fades from its tenth second without news to its thirtieth, in which it leaves.
const STALE_FROM = 10_000
const STALE_TO = 30_000

/** Draws the map: one loop that runs only while something changes and stops by itself. */
export class MapEngine {
  readonly camera: Camera
  private readonly markers = new Markers()
  private readonly gestures: Gestures
  private readonly unsubscribe: (() => void)[]
  private palette: Palette
  private land!: LandLayer
  private sprites!: Sprites
  private trails!: TrailLayer
  private labels!: LabelLayer
  private density = 1
  private insets = NO_INSETS
  private frame = 0
  private before = 0
  private changedAt = 0
  private resting = true
  private toldScale = 0
  private followed: string | null = null
  private selected: string | null = null
  private hovered: string | null = null
  private covers: { rects: Rect[]; at: number } = { rects: [], at: Number.NEGATIVE_INFINITY }
  private pointer: { x: number; y: number } | null = null
  private dirty = { land: true, moving: true, pointer: true }
  private drawn = new WeakMap<Marker, { ew: number; ns: number; heading: number }>()

  constructor(
    private readonly element: HTMLElement,
    private readonly layers: Layers,
    private readonly feed: LiveFeed,
    private readonly events: MapEvents,
    private readonly reducedMotion: () => boolean,
  ) {
    this.camera = new Camera(reducedMotion)
    this.palette = readPalette()
    this.gestures = new Gestures(element, this.camera, {
      onPoint: (at, touch) => this.point(at, touch),
      onClick: (x, y, touch) => this.click(x, y, touch),
      onDrag: () => {
        this.point(null, false)
        events.onRelease()
        this.wake()
      },
      onChange: () => this.wake(),
    })
    this.unsubscribe = [
      feed.store.subscribe(() => this.onPlayers()),
      feed.positions.subscribe(report => {
        this.markers.move(report, performance.now())
        this.wake()
      }),
    ]
    this.setUp()
    this.onPlayers()
  }

  close(): void {
    cancelAnimationFrame(this.frame)
    this.frame = -1
    this.gestures.close()
    this.land.close()
    for (const off of this.unsubscribe) off()
  }

  /** Fits the canvases to their element and to what covers its edges. */
  resize(insets: Insets): void {
    this.insets = insets
    const { clientWidth: width, clientHeight: height } = this.element
    if (width === 0 || height === 0) return
    const density = window.devicePixelRatio || 1
    this.camera.resize(width, height, insets)
    for (const canvas of Object.values(this.layers) as HTMLCanvasElement[]) {
      const [w, h] = [Math.round(width * density), Math.round(height * density)]
      if (canvas.width !== w) canvas.width = w
      if (canvas.height !== h) canvas.height = h
    }
    if (density !== this.density) {
      this.density = density
      this.land.close()
      this.setUp()
    }
    this.invalidate()
  }

  /** The theme or the fonts have changed. */
  repaint(): void {
    this.palette = readPalette()
    this.land.close()
    this.setUp()
    this.invalidate()
  }

  setFollowed(name: string | null): void {
    if (name === this.followed) return
    this.followed = name
    if (name !== null) this.camera.zoomToAtLeast(8)
    this.labels.invalidate()
    this.invalidate()
  }

  setSelected(name: string | null): void {
    if (name === this.selected) return
    this.selected = name
    this.labels.invalidate()
    this.invalidate()
  }

  /** Draws the next frames; the loop ends by itself once nothing changes any more. */
  wake(): void {
    if (this.frame === 0) {
      this.before = performance.now()
      this.frame = requestAnimationFrame(this.tick)
    }
  }

  private setUp(): void {
    this.land = new LandLayer(this.density, () => {
      this.dirty.land = true
      this.wake()
    })
    this.sprites = new Sprites(this.palette, this.density)
    this.trails = new TrailLayer(this.feed.trails, this.palette, this.density)
    this.labels = new LabelLayer(this.palette, this.density, this.reducedMotion)
  }

  private invalidate(): void {
    this.covers.at = Number.NEGATIVE_INFINITY
    this.dirty = { land: true, moving: true, pointer: true }
    this.labels.invalidate()
    this.wake()
  }

  private onPlayers(): void {
    this.markers.setPlayers(this.feed.store.get().players, performance.now())
    this.markers.orient(name => this.feed.trails.direction(name))
    this.dirty.moving = true
    this.labels.invalidate()
    this.wake()
  }

  private readonly tick = (now: number): void => {
    if (this.frame === -1) return
    this.frame = 0
    const elapsed = Math.min(LONGEST_FRAME, Math.max(0, now - this.before))
    this.before = now
    const moving = this.markers.step(now, elapsed)
    const followed = this.markers.get(this.followed)
    if (this.camera.step(elapsed, followed) || this.dirty.land) this.viewChanged(now)
    this.markChanges()
    const { view } = this.camera
    if (this.dirty.moving) this.markers.layOut(view, LEAST_GAP * this.markSize())
    const fading = this.labels.step(this.scene(), now, elapsed)
    this.drawDirty(now, fading)
    const resting = this.tellView(now)
    if (moving || fading || !resting || this.isDirty()) {
      if (this.frame === 0) this.frame = requestAnimationFrame(this.tick)
    }
  }

  private viewChanged(now: number): void {
    this.dirty = { land: true, moving: true, pointer: true }
    this.labels.invalidate()
    this.tellPlace()
    const { scale } = this.camera.view
    const zoomed = scale !== this.toldScale
    if (zoomed) {
      this.toldScale = scale
      this.events.onScale(scale)
    }
    // Going along with somebody is rest enough: the link names them and not the place.
    if (this.followed !== null && !zoomed) return
    this.changedAt = now
    this.resting = false
  }

  /** Tells the page about the view once it has rested for a moment. */
  private tellView(now: number): boolean {
    if (this.resting) return true
    if (this.camera.zooming || now - this.changedAt < REST) return false
    this.resting = true
    this.dirty.land = true
    this.events.onView(this.camera.view)
    return false
  }

  /** Marks what moves for drawing if anybody in view moved by more than a trifle. */
  private markChanges(): void {
    if (this.dirty.moving) return
    const least = VISIBLE_MOVE / this.camera.view.scale / this.density
    for (const marker of this.markers.all) {
      const drawn = this.drawn.get(marker)
      if (!drawn || (!marker.visible && !this.nearlyVisible(marker))) continue
      const moved = Math.abs(marker.ew - drawn.ew) + Math.abs(marker.ns - drawn.ns)
      if (moved < least && Math.abs(marker.heading - drawn.heading) < 0.02) continue
      this.dirty.moving = true
      this.labels.invalidate()
      if (marker.name === this.hovered || marker.name === this.selected) this.dirty.pointer = true
    }
  }

  private nearlyVisible(marker: Marker): boolean {
    const { view } = this.camera
    const reach = Math.max(view.width, view.height) / view.scale
    return Math.abs(marker.ew - view.ew) < reach && Math.abs(marker.ns - view.ns) < reach
  }

  private isDirty(): boolean {
    return this.dirty.land || this.dirty.moving || this.dirty.pointer
  }

  private drawDirty(now: number, fading: boolean): void {
    const { dirty } = this
    this.dirty = { land: false, moving: false, pointer: false }
    if (dirty.land) this.drawLand()
    if (dirty.moving || fading) this.drawMoving(now)
    if (dirty.moving && this.pointer) this.hover(REACH.mouse)
    if (dirty.pointer || dirty.moving) this.drawPointer()
  }

  private drawLand(): void {
    const context = this.context(this.layers.land)
    const { view } = this.camera
    const complete = this.land.draw(context, view, this.palette.land, this.camera.zooming)
    this.element.ariaBusy = String(!complete)
    drawGraticule(context, view, this.palette, this.controls())
  }

  private drawMoving(now: number): void {
    const context = this.context(this.layers.moving)
    const { view } = this.camera
    const size = this.markSize()
    context.clearRect(0, 0, view.width, view.height)
    this.trails.draw(context, view, this.markers.all, this.followed, now, this.camera.zooming)
    drawTowns(context, view, this.palette)
    const serverNow = this.feed.clock.time()
    for (const marker of this.markers.all) {
      this.drawn.set(marker, { ew: marker.ew, ns: marker.ns, heading: marker.heading })
      if (marker.name !== this.followed && marker.visible) this.drawMarker(context, marker, size, serverNow)
    }
    const followed = this.markers.get(this.followed)
    if (followed) {
      this.drawMarker(context, followed, size * 1.25, serverNow)
      drawFollowRing(context, followed, size * 1.25, this.palette.accent)
    }
    this.labels.draw(context, view)
  }

  private drawMarker(
    context: CanvasRenderingContext2D,
    marker: Marker,
    size: number,
    serverNow: number,
  ): void {
    context.globalAlpha = marker.state === 'stale' ? staleness(serverNow - marker.receivedAt) : 1
    this.sprites.draw(context, marker.state, marker.x, marker.y, size, marker.heading)
    context.globalAlpha = 1
  }

  private drawPointer(): void {
    const context = this.context(this.layers.pointer)
    const { view } = this.camera
    context.clearRect(0, 0, view.width, view.height)
    for (const name of new Set([this.hovered, this.selected])) {
      const marker = name === this.followed ? null : this.markers.get(name)
      if (!marker?.visible) continue
      context.strokeStyle = this.palette.ink
      context.lineWidth = 1.5
      context.beginPath()
      context.arc(marker.x, marker.y, 8 * this.markSize(), 0, 7)
      context.stroke()
    }
  }

  private context(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
    const context = canvas.getContext('2d')!
    context.setTransform(this.density, 0, 0, this.density, 0, 0)
    return context
  }

  private scene(): LabelScene {
    return {
      view: this.camera.view,
      markers: this.markers,
      followed: this.followed,
      selected: this.selected,
      controls: () => this.controls(),
      size: this.markSize(),
    }
  }

  /** Fingers need larger marks, and there is room for them when one is close. */
  private markSize(): number {
    const { width, scale } = this.camera.view
    if (width < 640) return 1.35
    return scale < 5.5 ? 1 : scale < 14 ? 1.1 : 1.25
  }

  /** What stands in front of the map, in its own coordinates. Measured now and then: measuring is not free. */
  private controls(): Rect[] {
    if (this.before - this.covers.at < MEASURE_EVERY) return this.covers.rects
    this.covers = { rects: this.measure(), at: this.before }
    return this.covers.rects
  }

  private measure(): Rect[] {
    const own = this.element.getBoundingClientRect()
    const covers = this.element.parentElement?.querySelectorAll('[data-covers-map]') ?? []
    const rects = [...covers].map(cover => {
      const box = cover.getBoundingClientRect()
      return [box.left - own.left, box.top - own.top, box.right - own.left, box.bottom - own.top] as Rect
    })
    const { width, height } = this.camera.view
    if (this.insets.bottom > 0) rects.push([0, height - this.insets.bottom, width, height])
    return rects
  }

  private point(at: { x: number; y: number } | null, touch: boolean): void {
    this.pointer = touch ? null : at
    this.tellPlace()
    this.hover(REACH.mouse)
  }

  private tellPlace(): void {
    const { view } = this.camera
    const at = this.pointer
    this.events.onPlace(at && { ew: toEw(view, at.x), ns: toNs(view, at.y) })
  }

  private hover(reach: number): void {
    const found = this.pointer ? this.markers.at(this.pointer.x, this.pointer.y, reach) : null
    const name = found?.name ?? null
    if (name !== this.hovered) {
      this.hovered = name
      this.dirty.pointer = true
      this.wake()
    }
    this.events.onHover(name, found ? { x: found.x, y: found.y } : { x: 0, y: 0 })
    this.element.style.cursor = name ? 'pointer' : ''
  }

  private click(x: number, y: number, touch: boolean): void {
    const found = this.markers.at(x, y, touch ? REACH.touch : REACH.mouse)
    this.events.onSelect(found?.name ?? null)
  }
}

function staleness(age: number): number {
  const share = Math.min(1, Math.max(0, (age - STALE_FROM) / (STALE_TO - STALE_FROM)))
  return 0.8 - 0.5 * share
}

/** A ring with four ticks. */
function drawFollowRing(
  context: CanvasRenderingContext2D,
  { x, y }: Marker,
  size: number,
  colour: string,
): void {
  context.strokeStyle = colour
  context.lineWidth = 1.5
  context.beginPath()
  context.arc(x, y, 9.5 * size, 0, Math.PI * 2)
  for (const [dx, dy] of [
    [1, 0],
    [0, 1],
    [-1, 0],
    [0, -1],
  ] as const) {
    context.moveTo(x + dx * 9.5 * size, y + dy * 9.5 * size)
    context.lineTo(x + dx * 13 * size, y + dy * 13 * size)
  }
  context.stroke()
}
