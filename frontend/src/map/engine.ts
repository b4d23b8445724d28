import type { LiveFeed } from '../live/feed'
import { Camera, type Insets, NO_INSETS } from './camera'
import { Covers } from './covers'
import { Gestures } from './gestures'
import { type Marker, Markers } from './markers'
import { type Layers, type MovingScene, Painter } from './painter'
import type { Past } from './past'
import { LEAST_GAP } from './spread'
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

const REACH = { mouse: 12, touch: 24 }
// The link in the address bar follows this long after the map came to rest.
const REST = 350
// A frame that comes late, after a pause or a hidden page, counts as one of these.
const LONGEST_FRAME = 64
// Maps narrower than this, in CSS pixels, are worked with a thumb.
const PHONE_WIDTH = 480
// Whoever is followed from afar is looked at from at least so close, pixels per unit.
const FOLLOW_SCALE = 8

/** Runs the map: one loop that goes on only while something changes and stops by itself. */
export class MapEngine {
  readonly camera: Camera
  private readonly markers = new Markers()
  private readonly painter: Painter
  private readonly covers: Covers
  private readonly gestures: Gestures
  private readonly unsubscribe: (() => void)[]
  private insets = NO_INSETS
  /** The requested frame, 0 for none, -1 once closed. */
  private frame = 0
  private before = 0
  private changedAt = 0
  private resting = true
  private toldScale = 0
  private followed: string | null = null
  private selected: string | null = null
  private hovered: string | null = null
  private pointer: { x: number; y: number } | null = null
  private dirty = { land: true, moving: true, pointer: true }
  private past: Past | null = null
  private inPast = false
  private pastVersion = 0

  constructor(
    private readonly element: HTMLElement,
    layers: Layers,
    private readonly feed: LiveFeed,
    private readonly events: MapEvents,
    reducedMotion: () => boolean,
  ) {
    this.camera = new Camera(reducedMotion)
    this.covers = new Covers(element)
    this.painter = new Painter(layers, feed.trails, reducedMotion, () => {
      this.dirty.land = true
      this.wake()
    })
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
        if (this.inPast) return
        this.markers.move(report, performance.now())
        this.wake()
      }),
    ]
    this.onPlayers()
  }

  close(): void {
    cancelAnimationFrame(this.frame)
    this.frame = -1
    this.gestures.close()
    this.painter.close()
    for (const off of this.unsubscribe) off()
  }

  /** Fits the canvases to their element and to what covers its edges. */
  resize(insets: Insets): void {
    this.insets = insets
    const { clientWidth: width, clientHeight: height } = this.element
    if (width === 0 || height === 0) return
    this.camera.resize(width, height, insets)
    this.painter.fit(width, height)
    this.invalidate()
  }

  /** The theme or the fonts have changed. */
  repaint(): void {
    this.painter.repaint()
    this.invalidate()
  }

  setFollowed(name: string | null): void {
    if (name === this.followed) return
    this.followed = name
    if (name !== null) this.camera.zoomToAtLeast(FOLLOW_SCALE)
    this.invalidate()
  }

  setSelected(name: string | null): void {
    if (name === this.selected) return
    this.selected = name
    this.invalidate()
  }

  /** Shows another time than now whenever this has one. */
  setPast(past: Past): void {
    this.past = past
    this.unsubscribe.push(past.onDraw(() => this.wake()))
    this.wake()
  }

  /** Draws the next frames; the loop ends by itself once nothing changes any more. */
  wake(): void {
    if (this.frame !== 0) return
    this.before = performance.now()
    this.frame = requestAnimationFrame(this.tick)
  }

  private invalidate(): void {
    this.covers.invalidate()
    this.dirty = { land: true, moving: true, pointer: true }
    this.painter.labels.invalidate()
    this.wake()
  }

  private onPlayers(): void {
    if (this.inPast) return
    this.markers.setPlayers(this.feed.store.get().players, performance.now())
    this.markers.orient(name => this.feed.trails.direction(name))
    this.dirty.moving = true
    this.painter.labels.invalidate()
    this.wake()
  }

  /** Moves everybody on, now or in the past. Tells whether the next frame shows something else. */
  private stepMarkers(now: number, elapsed: number): boolean {
    const moment = this.past?.advance(elapsed) ?? null
    if (this.inPast !== (moment !== null)) {
      this.inPast = moment !== null
      this.markers.clear()
      this.painter.setTrails(moment?.trails ?? this.feed.trails)
      this.onPlayers()
    }
    if (!moment) return this.markers.step(now, elapsed)
    const redrawn = this.pastVersion !== moment.trails.version
    this.pastVersion = moment.trails.version
    // Nobody is to stand half turned in a picture that stays.
    const turning = moment.moving ? elapsed : Number.POSITIVE_INFINITY
    if (this.markers.setPast(moment.places, turning, now) || redrawn) {
      this.dirty.moving = true
      this.painter.labels.invalidate()
    }
    return moment.moving
  }

  private readonly tick = (now: number): void => {
    if (this.frame === -1) return
    this.frame = 0
    const elapsed = Math.min(LONGEST_FRAME, Math.max(0, now - this.before))
    this.before = now
    const { camera, markers, painter, dirty } = this
    const moving = this.stepMarkers(now, elapsed)
    if (camera.step(elapsed, markers.get(this.followed)) || dirty.land) this.viewChanged(now)
    if (!this.dirty.moving && markers.haveMoved(camera.view)) {
      this.dirty.moving = true
      painter.labels.invalidate()
    }
    if (this.dirty.moving) markers.layOut(camera.view, LEAST_GAP * this.markSize())
    const scene = this.scene(now)
    const fading = painter.labels.step(scene, now, elapsed)
    this.draw(scene, fading)
    const resting = this.tellView(now)
    if (moving || fading || !resting || this.dirty.land || this.dirty.moving || this.dirty.pointer) {
      this.frame ||= requestAnimationFrame(this.tick)
    }
  }

  private viewChanged(now: number): void {
    this.dirty = { land: true, moving: true, pointer: true }
    this.painter.labels.invalidate()
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
    this.events.onView(this.camera.view)
    return true
  }

  private draw(scene: MovingScene, fading: boolean): void {
    const { dirty, painter } = this
    this.dirty = { land: false, moving: false, pointer: false }
    if (dirty.land) {
      const complete = painter.drawLand(scene.view, scene.zooming, scene.controls())
      this.element.setAttribute('aria-busy', String(!complete))
    }
    if (dirty.moving || fading) painter.drawMoving(scene)
    if (dirty.moving && this.pointer) this.hover()
    if (dirty.pointer || dirty.moving) painter.drawPointer(scene.view, this.pointed(), scene.size)
  }

  /** Who is pointed at or pointed out and in view; whoever is followed has a ring already. */
  private pointed(): Marker[] {
    const names = new Set([this.hovered, this.selected])
    names.delete(this.followed)
    return [...names].flatMap(name => this.markers.get(name) ?? []).filter(marker => marker.visible)
  }

  private scene(now: number): MovingScene {
    return {
      view: this.camera.view,
      markers: this.markers,
      followed: this.followed,
      selected: this.selected,
      controls: () => this.covers.get(now, this.insets),
      size: this.markSize(),
      now,
      serverNow: this.feed.clock.time(),
      zooming: this.camera.zooming,
    }
  }

  /** Fingers need larger marks, and there is room for them when one is close. */
  private markSize(): number {
    const { width, scale } = this.camera.view
    if (width < PHONE_WIDTH) return scale < 4 ? 1.1 : 1.35
    return scale < 5.5 ? 1 : scale < 14 ? 1.1 : 1.25
  }

  private point(at: { x: number; y: number } | null, touch: boolean): void {
    this.pointer = touch ? null : at
    this.tellPlace()
    this.hover()
  }

  private tellPlace(): void {
    const { view } = this.camera
    const at = this.pointer
    this.events.onPlace(at && { ew: toEw(view, at.x), ns: toNs(view, at.y) })
  }

  private hover(): void {
    const { pointer } = this
    const found = pointer && this.markers.at(pointer.x, pointer.y, REACH.mouse)
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
