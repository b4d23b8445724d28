import type { TrailLine } from '../live/trails'
import type { Marker } from './markers'
import type { Palette } from './palette'
import type { TrailSource } from './past'
import { onSurface, toX, toY, type View } from './view'

// Drawn beyond the view's edges, so that the map can be pushed a little without drawing them anew.
const MARGIN = 160
// A step longer than this went through a portal.
const PORTAL_UNITS = 2
// Steps of opacity along a trail, from its oldest part to its newest.
const SHADES = 6
const LEAST_PIXELS = 1.5

/** Everybody's way of the last ten minutes as one picture, moved along with the map. */
export class TrailLayer {
  private readonly canvas = document.createElement('canvas')
  private readonly context = this.canvas.getContext('2d')!
  private drawn: View | null = null
  private version = -1
  private source: TrailSource | null = null
  private drawnAt = 0
  private followed: string | null = null
  /** Up to which time of each trail the picture goes. */
  private readonly painted = new Map<string, number>()

  constructor(
    private trails: TrailSource,
    private readonly palette: Palette,
    private readonly density: number,
  ) {}

  /** Draws the ways of another time from now on. */
  setSource(trails: TrailSource): void {
    this.trails = trails
  }

  draw(
    context: CanvasRenderingContext2D,
    view: View,
    markers: Iterable<Marker>,
    followed: string | null,
    now: number,
    zooming: boolean,
  ): void {
    if (!this.fits(view, now, zooming) || followed !== this.followed) {
      this.paint(view, markers, followed)
      this.drawnAt = now
    }
    const drawn = this.drawn!
    const stretch = view.scale / drawn.scale
    const x = toX(view, drawn.ew) - (drawn.cx + MARGIN) * stretch
    const y = toY(view, drawn.ns) - (drawn.cy + MARGIN) * stretch
    const snap = (value: number) => Math.round(value * this.density) / this.density
    const width = (this.canvas.width / this.density) * stretch
    const height = (this.canvas.height / this.density) * stretch
    context.drawImage(this.canvas, snap(x), snap(y), width, height)
    this.drawSteps(context, view, markers, followed)
  }

  private fits(view: View, now: number, zooming: boolean): boolean {
    const { drawn } = this
    if (!drawn || drawn.width !== view.width || drawn.height !== view.height) return false
    if (this.source !== this.trails) return false
    // The last steps to the marker are drawn each frame, so that a picture without the newest points will do.
    if (this.version !== this.trails.version && now - this.drawnAt >= this.trails.lasts) return false
    const stretch = view.scale / drawn.scale
    if (zooming) return stretch > 0.6 && stretch < 1.8
    const moved = Math.max(Math.abs(toX(view, drawn.ew) - drawn.cx), Math.abs(toY(view, drawn.ns) - drawn.cy))
    return stretch === 1 && moved < MARGIN
  }

  private paint(view: View, markers: Iterable<Marker>, followed: string | null): void {
    const { canvas, context, density } = this
    const width = Math.ceil((view.width + MARGIN * 2) * density)
    const height = Math.ceil((view.height + MARGIN * 2) * density)
    if (canvas.width !== width || canvas.height !== height) {
      canvas.width = width
      canvas.height = height
    }
    context.setTransform(density, 0, 0, density, MARGIN * density, MARGIN * density)
    context.clearRect(-MARGIN, -MARGIN, width, height)
    context.lineWidth = 1.4
    context.lineJoin = 'round'
    this.painted.clear()
    let last: Marker | null = null
    for (const marker of markers) {
      if (marker.name === followed) last = marker
      else this.paintTrail(view, marker, this.palette.states[marker.state])
    }
    if (last) this.paintTrail(view, last, this.palette.accent)
    this.drawn = { ...view }
    this.version = this.trails.version
    this.source = this.trails
    this.followed = followed
  }

  /** The marker is still on its way to the newest point: the trail ends at the one before. */
  private paintTrail(view: View, marker: Marker, colour: string): void {
    const points = this.trails.get(marker.name)
    const count = points.length - 1
    if (count < 2 || !isNear(points, view)) return
    this.painted.set(marker.name, points.at(count - 1))
    this.context.strokeStyle = colour
    for (let shade = 0; shade < SHADES; shade++) {
      const from = Math.floor((count * shade) / SHADES)
      const to = Math.floor((count * (shade + 1)) / SHADES)
      this.context.globalAlpha = 0.08 + 0.62 * ((shade + 0.5) / SHADES) ** 1.6
      this.context.beginPath()
      this.tracePart(view, points, from, Math.min(to, count - 1))
      this.context.stroke()
    }
    this.context.globalAlpha = 1
  }

  private tracePart(view: View, points: TrailLine, from: number, to: number): void {
    const { context } = this
    let [ew, ns] = [points.ew(from), points.ns(from)]
    let [x, y] = [toX(view, ew), toY(view, ns)]
    context.moveTo(x, y)
    for (let i = from + 1; i <= to; i++) {
      const [nextEw, nextNs] = [points.ew(i), points.ns(i)]
      const [nextX, nextY] = [toX(view, nextEw), toY(view, nextNs)]
      const jumped = isJump(nextEw - ew, nextNs - ns) || !onSurface(nextEw, nextNs)
      if (!jumped && i < to && Math.abs(nextX - x) + Math.abs(nextY - y) < LEAST_PIXELS) continue
      if (jumped) context.moveTo(nextX, nextY)
      else context.lineTo(nextX, nextY)
      ew = nextEw
      ns = nextNs
      x = nextX
      y = nextY
    }
  }

  /** From the end of the picture over what has come since to where the marker is in this very frame. */
  private drawSteps(
    context: CanvasRenderingContext2D,
    view: View,
    markers: Iterable<Marker>,
    followed: string | null,
  ): void {
    context.lineWidth = 1.4
    context.globalAlpha = 0.7
    for (const marker of markers) {
      if (!marker.visible) continue
      const points = this.trails.get(marker.name)
      const last = points.length - 2
      if (last < 0) continue
      const from = endOf(points, this.painted.get(marker.name))
      context.strokeStyle = marker.name === followed ? this.palette.accent : this.palette.states[marker.state]
      context.beginPath()
      this.traceStep(context, view, points, from, last, marker)
      context.stroke()
    }
    context.globalAlpha = 1
  }

  private traceStep(
    context: CanvasRenderingContext2D,
    view: View,
    points: TrailLine,
    from: number,
    last: number,
    marker: Marker,
  ): void {
    let [ew, ns] = [points.ew(from), points.ns(from)]
    context.moveTo(toX(view, ew), toY(view, ns))
    for (let i = from + 1; i <= last + 1; i++) {
      const next = i > last ? marker : { ew: points.ew(i), ns: points.ns(i) }
      const jumped = isJump(next.ew - ew, next.ns - ns) || !onSurface(ew, ns) || !onSurface(next.ew, next.ns)
      if (jumped) context.moveTo(toX(view, next.ew), toY(view, next.ns))
      else context.lineTo(toX(view, next.ew), toY(view, next.ns))
      ew = next.ew
      ns = next.ns
    }
  }
}

/** The point at which a picture that goes up to a time ends, or the last one but one where there is none. */
function endOf(points: TrailLine, painted: number | undefined): number {
  let at = points.length - 2
  if (painted !== undefined) while (at > 0 && points.at(at) > painted) at--
  return at
}

/** A step by so many units: nobody walks that far at once. */
function isJump(ew: number, ns: number): boolean {
  return Math.hypot(ew, ns) > PORTAL_UNITS
}

function isNear(points: TrailLine, view: View): boolean {
  for (let i = 0; i < points.length; i++) {
    const [x, y] = [toX(view, points.ew(i)), toY(view, points.ns(i))]
    if (x > -MARGIN && y > -MARGIN && x < view.width + MARGIN && y < view.height + MARGIN) return true
  }
  return false
}
