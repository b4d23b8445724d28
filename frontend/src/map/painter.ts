import { Brush, show } from './brush'
import { CrowdSprites } from './crowdSprites'
import type { Crowd } from './crowds'
import { drawGraticule, type Rect } from './graticule'
import { LabelLayer, type LabelScene } from './labelLayer'
import { LandLayer } from './land/landLayer'
import type { Marker } from './markers'
import type { MapTool, Point } from './measure/tool'
import type { Overlays } from './overlays'
import { type Palette, readPalette } from './palette'
import type { TrailSource } from './past'
import { isNear, type Seen } from './seen'
import { Sprites } from './sprites'
import type { Stop } from './steps/steps'
import { drawTowns } from './townLayer'
import { TrailLayer } from './trailLayer'
import { toX, toY, type View } from './view'

/** The canvases one above the other: land, what moves, what is under the pointer. */
export interface Layers {
  land: HTMLCanvasElement
  moving: HTMLCanvasElement
  pointer: HTMLCanvasElement
}

/** What the moving layer shows beside the names. */
export interface MovingScene extends LabelScene {
  /** Time of the page, for motion, and of the server, for ages; milliseconds. */
  now: number
  serverNow: number
  zooming: boolean
}

// A stale one fades from its tenth second without news to its thirtieth, in which it leaves.
const STALE_FROM = 10_000
const STALE_TO = 30_000
// The followed one is drawn this much larger.
const FAVOURITE = 1.25
// No mark is larger than this, from its middle.
const MARK_REACH = 24

/** Draws the map's layers in the colours of the theme. When to draw is the engine's business. */
export class Painter {
  labels!: LabelLayer
  private palette!: Palette
  private land!: LandLayer
  private sprites!: Sprites
  private crowdSprites!: CrowdSprites
  private trailLayer!: TrailLayer
  private density = 0
  private readonly landBrush = new Brush()

  constructor(
    private readonly layers: Layers,
    private trails: TrailSource,
    private readonly overlays: Overlays,
    private readonly reducedMotion: () => boolean,
    private readonly onTile: () => void,
  ) {
    this.fit(1, 1)
  }

  close(): void {
    this.land.close()
  }

  /** Gives the canvases their size in CSS pixels, at the screen's density of now. */
  fit(width: number, height: number): void {
    const density = window.devicePixelRatio || 1
    for (const canvas of [this.layers.moving, this.layers.pointer]) {
      const [w, h] = [Math.round(width * density), Math.round(height * density)]
      if (canvas.width !== w) canvas.width = w
      if (canvas.height !== h) canvas.height = h
    }
    if (density === this.density) return
    this.density = density
    this.land?.close()
    this.land = new LandLayer(density, this.onTile)
    this.repaint()
  }

  /** Takes over the colours and the fonts as they are now. Tiles of the other theme are kept. */
  repaint(): void {
    this.palette = readPalette()
    this.sprites = new Sprites(this.palette, this.density)
    this.crowdSprites = new CrowdSprites(this.palette, this.density)
    this.trailLayer = new TrailLayer(this.trails, this.palette, this.density)
    this.labels = new LabelLayer(this.palette, this.density, this.reducedMotion)
    this.overlays.repaint(this.palette, this.density)
  }

  /** Draws the ways of another time from now on. */
  setTrails(trails: TrailSource): void {
    this.trails = trails
    this.trailLayer.setSource(trails)
  }

  /** Tells whether all of the land was there to be drawn. */
  drawLand(view: View, zooming: boolean, covers: Rect[]): boolean {
    let complete = false
    const { width, height } = this.layers.moving
    const picture = this.landBrush.paint(width, height, context => {
      context.scale(this.density, this.density)
      complete = this.land.draw(context, view, this.palette.land, zooming)
      this.overlays.drawPicture(context, view)
      drawGraticule(context, view, this.palette, covers)
      this.overlays.drawHeat(context, view, zooming)
    })
    // It stays for minutes: what is shown as a picture is not handed to the screen anew with each frame.
    show(picture, this.layers.land)
    return complete
  }

  /** What no window hides; behind them stays what was drawn there last. */
  drawMoving(scene: MovingScene, seen: Seen): void {
    const context = this.context(this.layers.moving)
    for (const part of seen.parts) {
      context.save()
      if (!seen.whole) {
        const [left, top, right, bottom] = this.onPixels(part)
        context.beginPath()
        context.rect(left, top, right - left, bottom - top)
        context.clip()
      }
      this.drawPart(context, scene, part)
      context.restore()
    }
  }

  /** Half a pixel at an edge would be drawn half. */
  private onPixels([left, top, right, bottom]: Rect): Rect {
    const { density } = this
    const [l, t] = [Math.floor(left * density), Math.floor(top * density)]
    const [r, b] = [Math.ceil(right * density), Math.ceil(bottom * density)]
    return [l / density, t / density, r / density, b / density]
  }

  private drawPart(context: CanvasRenderingContext2D, scene: MovingScene, part: Rect): void {
    const { view, markers, followed, size, now, zooming } = scene
    context.clearRect(0, 0, view.width, view.height)
    const { shown } = this.overlays
    if (shown.has('trails')) this.trailLayer.draw(context, view, markers.all, followed, now, zooming)
    if (shown.has('towns')) drawTowns(context, view, this.palette)
    this.overlays.drawMarks(context, view, zooming)
    for (const marker of markers.all) {
      if (marker.name === followed || !marker.visible || !isNear(part, marker.x, marker.y, MARK_REACH))
        continue
      this.drawMarker(context, marker, size, scene.serverNow)
    }
    for (const crowd of markers.crowds) {
      if (isNear(part, crowd.x, crowd.y, crowd.radius + 4)) this.drawCrowd(context, crowd)
    }
    if (scene.group.size > 0) drawGroup(context, scene, this.palette.accent)
    const favourite = markers.get(followed)
    if (favourite) {
      this.drawMarker(context, favourite, size * FAVOURITE, scene.serverNow)
      drawFollowRing(context, favourite, size * FAVOURITE, this.palette.accent)
    }
    this.labels.draw(context, view, part)
  }

  /** Rings around those that are pointed at or pointed out. More: something else is drawn there after them. */
  drawPointer(
    view: View,
    pointed: readonly Marker[],
    size: number,
    crowd: Crowd | null,
    more: boolean,
  ): void {
    // An empty picture is taken off: even that would be handed to the screen with each frame.
    const { hidden } = this.layers.pointer
    const blank = pointed.length === 0 && !crowd && !more
    if (blank && hidden) return
    if (blank !== hidden) this.layers.pointer.hidden = blank
    const context = this.context(this.layers.pointer)
    context.clearRect(0, 0, view.width, view.height)
    context.strokeStyle = this.palette.ink
    context.lineWidth = 1.5
    for (const marker of pointed) {
      context.beginPath()
      context.arc(marker.x, marker.y, 8 * size, 0, Math.PI * 2)
      context.stroke()
    }
    if (!crowd) return
    context.beginPath()
    context.arc(crowd.x, crowd.y, crowd.radius + 3, 0, Math.PI * 2)
    context.stroke()
  }

  /** A place that was looked for. */
  drawPin(view: View, pin: Point): void {
    const context = this.context(this.layers.pointer)
    const [x, y] = [toX(view, pin.ew), toY(view, pin.ns)]
    this.outline(context, 4.5, 2, () => {
      context.arc(x, y, 11, 0, Math.PI * 2)
      for (const [dx, dy] of TICKS) {
        context.moveTo(x + dx * 6, y + dy * 6)
        context.lineTo(x + dx * 16, y + dy * 16)
      }
    })
  }

  /** Corners around what the keyboard stands at: no other ring of the map has them. */
  drawCursor({ x, y, pointed }: Stop, size: number, crowds: readonly Crowd[]): void {
    const context = this.context(this.layers.pointer)
    const crowd = pointed.kind === 'crowd' ? crowds.find(({ id }) => String(id) === pointed.id) : null
    const half = crowd ? crowd.radius + 6 : (pointed.kind === 'player' ? 12 : 10) * size
    const arm = half * 0.55
    context.lineCap = 'round'
    this.outline(context, 5, 2.2, () => {
      for (const [dx, dy] of CORNERS) {
        context.moveTo(x + dx * half, y + dy * (half - arm))
        context.lineTo(x + dx * half, y + dy * half)
        context.lineTo(x + dx * (half - arm), y + dy * half)
      }
    })
    context.lineCap = 'butt'
  }

  /** Strokes what is traced in the accent, on a wider halo. */
  private outline(context: CanvasRenderingContext2D, halo: number, line: number, trace: () => void): void {
    for (const [width, colour] of [
      [halo, this.palette.halo],
      [line, this.palette.accent],
    ] as const) {
      context.lineWidth = width
      context.strokeStyle = colour
      context.beginPath()
      trace()
      context.stroke()
    }
  }

  drawTool(view: View, tool: MapTool, pointer: Point | null): void {
    tool.draw(this.context(this.layers.pointer), view, pointer, this.palette)
  }

  /** A crowd is there as far as its members have come together. */
  private drawCrowd(context: CanvasRenderingContext2D, crowd: Crowd<Marker>): void {
    const folded = crowd.members.reduce((sum, { fold }) => sum + fold, 0) / crowd.members.length
    context.globalAlpha = folded * folded
    this.crowdSprites.draw(context, crowd)
    context.globalAlpha = 1
  }

  private drawMarker(
    context: CanvasRenderingContext2D,
    marker: Marker,
    size: number,
    serverNow: number,
  ): void {
    const presence = marker.state === 'stale' ? staleness(serverNow - marker.receivedAt) : 1
    context.globalAlpha = presence * (1 - marker.fold)
    this.sprites.draw(context, marker.state, marker.x, marker.y, size, marker.heading)
    context.globalAlpha = 1
  }

  private context(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
    const context = canvas.getContext('2d')!
    context.setTransform(this.density, 0, 0, this.density, 0, 0)
    return context
  }
}

function staleness(age: number): number {
  const share = Math.min(1, Math.max(0, (age - STALE_FROM) / (STALE_TO - STALE_FROM)))
  return 0.8 - 0.5 * share
}

/** Rings around those who are followed together, and around crowds that some of them are part of. */
function drawGroup(
  context: CanvasRenderingContext2D,
  { markers, group, size }: MovingScene,
  colour: string,
): void {
  context.strokeStyle = colour
  context.lineWidth = 1.4
  context.beginPath()
  const ring = (x: number, y: number, radius: number) => {
    context.moveTo(x + radius, y)
    context.arc(x, y, radius, 0, Math.PI * 2)
  }
  for (const name of group) {
    const marker = markers.get(name)
    if (marker?.visible && marker.fold < 0.5) ring(marker.x, marker.y, 7.5 * size)
  }
  for (const crowd of markers.crowds) {
    if (crowd.members.some(({ name }) => group.has(name))) ring(crowd.x, crowd.y, crowd.radius + 3)
  }
  context.stroke()
}

const TICKS = [
  [1, 0],
  [0, 1],
  [-1, 0],
  [0, -1],
] as const

const CORNERS = [
  [1, 1],
  [-1, 1],
  [-1, -1],
  [1, -1],
] as const

/** A ring with four ticks. */
function drawFollowRing(
  context: CanvasRenderingContext2D,
  { x, y }: Marker,
  size: number,
  colour: string,
): void {
  const [radius, reach] = [9.5 * size, 13 * size]
  context.strokeStyle = colour
  context.lineWidth = 1.5
  context.beginPath()
  context.arc(x, y, radius, 0, Math.PI * 2)
  for (const [dx, dy] of TICKS) {
    context.moveTo(x + dx * radius, y + dy * radius)
    context.lineTo(x + dx * reach, y + dy * reach)
  }
  context.stroke()
}
