import { CachedLayer } from '../cachedLayer'
import { Shore } from '../land/shore'
import type { Palette } from '../palette'
import { toEw, toNs, type View } from '../view'
import { greatestHeat, heatField, paintHeat } from './field'
import type { HeatPoint } from './points'

// One pixel of heat for so many of the screen: it is soft anyway.
const COARSE = 2
// How far a place warms its surroundings, CSS pixels, and at least so many units: the places are that coarse.
const RADIUS = 32
const LEAST_UNITS = 0.14
const REACH = 8

/** What the colours mean at the scale of now. */
export interface HeatLegend {
  /** The greatest number of monsters around any place. */
  greatest: number
  /** How far "around" reaches, units. */
  radius: number
}

/** Where monsters appeared, as colours on the land. */
export class HeatLayer {
  private readonly shore = new Shore()
  private readonly layer: CachedLayer
  private points: readonly HeatPoint[] = []
  private legend: (HeatLegend & { scale: number }) | null = null

  constructor(
    private readonly palette: Palette,
    density: number,
    private readonly onLegend: (legend: HeatLegend) => void,
  ) {
    this.layer = new CachedLayer(density, (context, view) => this.paint(context, view))
  }

  setPoints(points: readonly HeatPoint[]): void {
    this.points = points
    this.legend = null
    this.layer.invalidate()
  }

  draw(context: CanvasRenderingContext2D, view: View, zooming: boolean): void {
    if (this.points.length === 0) return
    this.layer.draw(context, view, zooming)
  }

  private paint(context: CanvasRenderingContext2D, view: View): void {
    const { greatest, radius } = this.legendAt(view.scale)
    const width = Math.ceil(view.width / COARSE)
    const height = Math.ceil(view.height / COARSE)
    const scale = view.scale / COARSE
    const grid = { west: toEw(view, 0), north: toNs(view, 0), scale, width, height }
    const image = new ImageData(width, height)
    paintHeat(heatField(this.points, grid, radius * scale), greatest, this.palette.heat, image.data)
    const picture = document.createElement('canvas')
    picture.width = width
    picture.height = height
    picture.getContext('2d')!.putImageData(image, 0, 0)
    context.save()
    context.clip(this.land(view), 'evenodd')
    context.imageSmoothingQuality = 'high'
    context.drawImage(picture, 0, 0, width * COARSE, height * COARSE)
    context.restore()
  }

  private legendAt(scale: number): HeatLegend {
    if (this.legend?.scale === scale) return this.legend
    const radius = Math.max(RADIUS / scale, LEAST_UNITS)
    const legend = { scale, radius, greatest: greatestHeat(this.points, radius) }
    this.legend = legend
    this.onLegend(legend)
    return legend
  }

  private land(view: View): Path2D {
    const box = {
      west: toEw(view, -REACH),
      north: toNs(view, -REACH),
      east: toEw(view, view.width + REACH),
      south: toNs(view, view.height + REACH),
    }
    const path = new Path2D()
    for (const ring of this.shore.near(box, view.scale)) {
      for (let i = 0; i < ring.length; i += 2) {
        const x = view.cx + (ring[i]! - view.ew) * view.scale
        const y = view.cy - (ring[i + 1]! - view.ns) * view.scale
        if (i === 0) path.moveTo(x, y)
        else path.lineTo(x, y)
      }
      path.closePath()
    }
    return path
  }
}
