import type { LiveFeed } from '../live/feed'
import { Camera, type Insets, NO_INSETS } from './camera'
import { Covers } from './covers'
import { type Crowd, partingScale } from './crowds'
import { Gestures } from './gestures'
import type { Rect } from './graticule'
import { boxOf, middleOf } from './group'
import type { HeatLegend } from './heat/heatLayer'
import { type Marker, Markers } from './markers'
import type { MapTool, Point } from './measure/tool'
import { Overlays } from './overlays'
import { type Layers, type MovingScene, Painter } from './painter'
import type { Past } from './past'
import { type Found, type Pointed, samePointed } from './pointed'
import { Seen } from './seen'
import { LEAST_GAP } from './spread'
import { MapKeyboard, type StepReason } from './steps/keyboard'
import type { Step, Stop } from './steps/steps'
import { townAt } from './steps/stops'
import { markSize, toX, toY, type View } from './view'

/** What the map tells the page. */
export interface MapEvents {
  /** What is under the pointer, and where it is drawn. */
  onHover(pointed: Pointed | null, at: { x: number; y: number }): void
  onSelect(name: string | null): void
  /** The map was moved by hand, which lets go of whoever was followed. */
  onRelease(): void
  /** The view rests in a new place, or at a new scale while it goes along with somebody. */
  onView(view: Readonly<View>): void
  /** Pixels per map unit, in every frame in which they change. */
  onScale(scale: number): void
  /** The pointer is at these world coordinates, or off the map. */
  onPlace(place: { ew: number; ns: number } | null): void
  /** More is asked for about a place of the world, and where it is on the screen. */
  onMenu?(place: Point, at: { x: number; y: number }): void
  /** The keyboard has come to something in view; null: to nothing. */
  onStep?(step: Step | null, why: StepReason): void
  /** Somebody is to be shown with all that is known. */
  onOpen?(name: string): void
  /** What the colours of the heat mean at the scale of now. */
  onLegend?(legend: HeatLegend): void
}

const REACH = { mouse: 12, touch: 24 }
// A town's dot is small, and its name stands beside it.
const TOWN_REACH = { mouse: 7, touch: 18 }
// The link in the address bar follows this long after the map came to rest.
const REST = 350
// A frame that comes late, after a pause or a hidden page, counts as one of these.
const LONGEST_FRAME = 64
// From this many pixels a unit on there is room for everybody.
const CROWDED_BELOW = 48
// Whoever is followed from afar is looked at from at least so close, pixels per unit.
const FOLLOW_SCALE = 8

/** Runs the map: one loop that goes on only while something changes and stops by itself. */
export class MapEngine {
  readonly camera: Camera
  readonly overlays: Overlays
  readonly keyboard: MapKeyboard
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
  private group: ReadonlySet<string> = new Set()
  private hovered: Pointed | null = null
  private tool: MapTool | null = null
  private pin: Point | null = null
  private pointer: { x: number; y: number } | null = null
  private mouse = { x: 0, y: 0 }
  private dirty = { land: true, moving: true, pointer: true }
  private past: Past | null = null
  private inPast = false
  private hidden: readonly Rect[] = []
  private seen = new Seen(0, 0, [])
  private pastVersion = 0

  constructor(
    private readonly element: HTMLElement,
    layers: Layers,
    private readonly feed: LiveFeed,
    private readonly events: MapEvents,
    private readonly reducedMotion: () => boolean,
  ) {
    this.camera = new Camera(reducedMotion)
    this.covers = new Covers(element, () => {
      this.painter.labels.invalidate()
      this.wake()
    })
    this.overlays = new Overlays(
      () => this.invalidate(),
      legend => events.onLegend?.(legend),
    )
    this.painter = new Painter(layers, feed.trails, this.overlays, reducedMotion, () => {
      this.dirty.land = true
      this.wake()
    })
    this.gestures = new Gestures(element, this.camera, {
      onPoint: (at, touch) => this.point(at, touch),
      onClick: (x, y, touch) => this.click(x, y, touch),
      onMenu: (x, y) => events.onMenu?.(this.camera.placeAt(x, y), { x, y }),
      onDrag: () => {
        this.point(null, false)
        events.onRelease()
        this.wake()
      },
      onChange: () => this.wake(),
    })
    this.keyboard = new MapKeyboard(element, {
      shown: () => ({
        ...this.scene(performance.now()),
        covers: this.covers.get(performance.now(), this.insets),
      }),
      point: stop => this.pointTo(stop),
      open: (stop, more) => this.open(stop, more),
      onStep: (step, why) => events.onStep?.(step, why),
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
    this.covers.close()
    this.painter.close()
    this.keyboard.close()
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

  /** Keeps several in view; none: lets go of them. */
  setGroup(names: readonly string[]): void {
    if ([...this.group].join() === names.join()) return
    if (this.group.size === 0 || !names.some(name => this.group.has(name))) this.camera.beginGroup()
    this.group = new Set(names)
    this.invalidate()
  }

  setSelected(name: string | null): void {
    if (name === this.selected) return
    this.selected = name
    this.invalidate()
  }

  /** Gives the clicks on the map to a tool, or back to the map. */
  setTool(tool: MapTool | null): void {
    this.tool = tool
    this.dirty.pointer = true
    this.element.style.cursor = tool ? 'crosshair' : ''
    this.wake()
  }

  /** Marks a place that somebody looked for; null: none. */
  setPin(pin: Point | null): void {
    this.pin = pin
    this.dirty.pointer = true
    this.wake()
  }

  /** What of the pointer's layer is to be drawn anew has changed. */
  repaintPointer(): void {
    this.dirty.pointer = true
    this.wake()
  }

  /** Shows another time than now whenever this has one. */
  setPast(past: Past): void {
    this.past = past
    this.unsubscribe.push(past.onDraw(() => this.wake()))
    this.wake()
  }

  /** Tells what windows hide, in CSS pixels of the map: that need not be drawn. */
  setHidden(hidden: readonly Rect[]): void {
    this.hidden = hidden
    this.dirty.moving = true
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
    markers.fold(elapsed, this.reducedMotion())
    const box = boxOf([...this.group].flatMap(name => markers.get(name) ?? []))
    const moved = camera.step(elapsed, markers.get(this.followed), box)
    if (moved || dirty.land) this.viewChanged(now, moved)
    if (!this.dirty.moving && (markers.folding || markers.haveMoved(camera.view, this.seen))) {
      this.dirty.moving = true
      painter.labels.invalidate()
    }
    if (this.dirty.moving) this.layOut(now)
    const scene = this.scene(now)
    const fading = painter.labels.step(scene, now, elapsed)
    this.draw(scene, fading)
    const resting = this.tellView(now)
    if (
      moving ||
      markers.folding ||
      fading ||
      !resting ||
      this.dirty.land ||
      this.dirty.moving ||
      this.dirty.pointer
    ) {
      this.frame ||= requestAnimationFrame(this.tick)
    }
  }

  private layOut(now: number): void {
    const { view } = this.camera
    this.seen = this.seen.of(view.width, view.height, this.hidden)
    const size = markSize(view)
    const apart = new Set([this.followed, this.selected].filter(name => name !== null))
    const crowding = { gap: LEAST_GAP * size, size: view.scale < CROWDED_BELOW ? size : null, apart, now }
    this.markers.layOut(view, crowding, this.seen)
  }

  /** The land is to be drawn anew: the view moved, or the land has come nearer to being whole. */
  private viewChanged(now: number, moved: boolean): void {
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
    if (!moved || this.group.size > 0 || (this.followed !== null && !zoomed)) return
    this.changedAt = now
    this.resting = false
  }

  /** Tells the page about the view once it has rested for a moment. */
  private tellView(now: number): boolean {
    if (this.resting) return true
    if (this.camera.zooming || now - this.changedAt < REST) return false
    this.resting = true
    this.events.onView(this.camera.view)
    this.keyboard.rest()
    return true
  }

  private draw(scene: MovingScene, fading: boolean): void {
    const { dirty, painter } = this
    this.dirty = { land: false, moving: false, pointer: false }
    if (dirty.land) {
      const complete = painter.drawLand(scene.view, scene.zooming, scene.controls())
      this.element.setAttribute('aria-busy', String(!complete))
    }
    if (dirty.moving || fading) this.drawMoving(scene)
    if (dirty.moving && this.pointer) this.hover()
    if (dirty.moving && !this.pointer) this.keyboard.follow()
    if (dirty.pointer || dirty.moving) this.drawPointer(scene)
  }

  private drawMoving(scene: MovingScene): void {
    const { marks } = this.overlays
    const { version } = marks
    this.painter.drawMoving(scene, this.seen)
    if (marks.version === version) return
    // Other marks are there to be named.
    this.painter.labels.invalidate()
    this.wake()
  }

  private drawPointer({ view, size }: MovingScene): void {
    const { pointer, painter } = this
    const more = this.pin !== null || this.tool !== null || this.keyboard.at !== null
    painter.drawPointer(view, this.pointed(), size, this.pointedCrowd(), more)
    if (this.pin) painter.drawPin(view, this.pin)
    if (this.keyboard.at) painter.drawCursor(this.keyboard.at, size, this.markers.crowds)
    if (this.tool) painter.drawTool(view, this.tool, pointer && this.camera.placeAt(pointer.x, pointer.y))
  }

  /** Who is pointed at or pointed out and in view; whoever is followed has a ring already. */
  private pointed(): Marker[] {
    const hovered = this.hovered?.kind === 'player' ? this.hovered.name : null
    const names = new Set([hovered, this.selected])
    names.delete(this.followed)
    return [...names].flatMap(name => this.markers.get(name) ?? []).filter(marker => marker.visible)
  }

  private pointedCrowd(): Crowd | null {
    const { hovered } = this
    if (hovered?.kind !== 'crowd') return null
    return this.markers.crowds.find(({ id }) => String(id) === hovered.id) ?? null
  }

  private scene(now: number): MovingScene {
    return {
      view: this.camera.view,
      markers: this.markers,
      overlays: this.overlays,
      followed: this.followed,
      selected: this.selected,
      group: this.group,
      controls: () => this.covers.get(now, this.insets),
      size: markSize(this.camera.view),
      now,
      serverNow: this.feed.clock.time(),
      zooming: this.camera.zooming,
    }
  }

  private point(at: { x: number; y: number } | null, touch: boolean): void {
    // A mouse that lies still says so again when the page below it changes.
    if (at && !touch && at.x === this.mouse.x && at.y === this.mouse.y && this.keyboard.at) return
    if (at) this.mouse = at
    this.pointer = touch ? null : at
    this.tellPlace()
    this.hover()
  }

  private tellPlace(): void {
    const at = this.pointer
    const place = at && this.camera.placeAt(at.x, at.y)
    this.events.onPlace(place)
    if (!this.tool) return
    this.tool.point(place)
    this.dirty.pointer = true
    this.wake()
  }

  private hover(): void {
    const found = this.pointer && !this.tool ? this.find(this.pointer, false) : null
    this.tellPointed(found)
    this.element.style.cursor = this.tool ? 'crosshair' : this.hovered ? 'pointer' : ''
  }

  private tellPointed(found: Found | null): void {
    if (!samePointed(this.hovered, found?.pointed ?? null)) {
      this.hovered = found?.pointed ?? null
      this.dirty.pointer = true
      this.wake()
    }
    this.events.onHover(this.hovered, found ?? { x: 0, y: 0 })
  }

  /** Who or what is at a point of the screen: those who move first. */
  private find({ x, y }: { x: number; y: number }, touch: boolean): Found | null {
    const reach = touch ? REACH.touch : REACH.mouse
    const marker = this.markers.at(x, y, reach)
    if (marker) return { pointed: { kind: 'player', name: marker.name }, x: marker.x, y: marker.y }
    const crowd = this.markers.crowdAt(x, y)
    if (crowd) {
      const names = crowd.members.map(({ name }) => name)
      return { pointed: { kind: 'crowd', id: String(crowd.id), names }, x: crowd.x, y: crowd.y }
    }
    const { view } = this.camera
    const mark = this.overlays.marks.at(x, y, reach, view)
    if (mark) return { pointed: { kind: 'mark', mark }, x: toX(view, mark.ew), y: toY(view, mark.ns) }
    const place = townAt(x, y, touch ? TOWN_REACH.touch : TOWN_REACH.mouse, this.scene(performance.now()))
    return place && { pointed: { kind: 'town', place }, x: toX(view, place.ew), y: toY(view, place.ns) }
  }

  /** Points at what the keyboard stands at, whatever the mouse lies on. */
  private pointTo(stop: Stop | null): void {
    this.pointer = null
    this.tellPointed(stop)
    this.repaintPointer()
  }

  private open({ pointed, x, y }: Stop, more: boolean): boolean {
    if (pointed.kind === 'crowd') this.enter(pointed.names)
    else if (pointed.kind === 'mark') this.events.onMenu?.(pointed.mark, { x, y })
    else if (pointed.kind === 'town') this.events.onMenu?.(pointed.place, { x, y })
    else {
      const all = more || this.selected === pointed.name || this.followed === pointed.name
      this.events.onSelect(pointed.name)
      if (all) this.events.onOpen?.(pointed.name)
      return !all
    }
    return false
  }

  /** Zooms in until those who stand together part. */
  private enter(names: readonly string[]): void {
    const members = names.flatMap(name => this.markers.get(name) ?? [])
    const box = boxOf(members)
    if (!box) return
    this.events.onRelease()
    this.flyTo(middleOf(box), partingScale(members, this.camera.view.scale, CROWDED_BELOW))
  }

  /** Goes to a place of the world. */
  flyTo(to: { ew: number; ns: number }, scale: number): void {
    this.camera.flyTo(to, scale)
    this.wake()
  }

  private click(x: number, y: number, touch: boolean): void {
    if (this.tool) {
      this.tool.click(this.camera.placeAt(x, y))
      this.repaintPointer()
      return
    }
    const found = this.find({ x, y }, touch)
    // A finger cannot hover: what it touched shows its card until the next touch.
    if (touch) this.tellPointed(found?.pointed.kind === 'player' ? null : found)
    if (found?.pointed.kind === 'crowd') {
      this.enter(found.pointed.names)
      return
    }
    this.events.onSelect(found?.pointed.kind === 'player' ? found.pointed.name : null)
  }
}
