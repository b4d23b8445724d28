import type { HeatLayer, HeatLegend } from './heat/heatLayer'
import type { HeatPoint } from './heat/points'
import type { Layer } from './layers'
import type { Mark, MarkKind } from './marks/mark'
import { MarkLayer } from './marks/markLayer'
import type { Palette } from './palette'
import { PICTURE_REACH } from './picture'
import { nearestPlace, TOWN_UNITS } from './places'
import { toX, toY, type View } from './view'

const MOST_NAMED = 200

/** What lies over the land beside those who move: heat on the ground, and marks. */
export class Overlays {
  readonly marks = new MarkLayer()
  /** Which layers are switched on. */
  shown: ReadonlySet<Layer> = new Set(['trails', 'towns'])
  /** Finds the dungeon or landmark at a place, once the tables have come. */
  nearestMark: ((ns: number, ew: number) => Mark | null) | null = null
  private readonly named = new Map<number, { at: string; name: string | null }>()
  private picture: HTMLImageElement | null = null
  private heat: HeatLayer | null = null
  private points: readonly HeatPoint[] = []
  private look: { palette: Palette; density: number } | null = null

  constructor(
    /** Something of it is to be drawn anew. */
    private readonly onChange: () => void,
    private readonly onLegend: (legend: HeatLegend) => void,
  ) {}

  show(layers: readonly Layer[]): void {
    this.shown = new Set(layers)
    this.marks.show(this.shown)
    if (this.shown.has('heat')) this.warm()
    this.onChange()
  }

  setMarks(kind: MarkKind, marks: readonly Mark[]): void {
    this.marks.set(kind, marks)
    this.onChange()
  }

  setPicture(picture: HTMLImageElement | null): void {
    this.picture = picture
    this.onChange()
  }

  setHeat(points: readonly HeatPoint[]): void {
    this.points = points
    this.heat?.setPoints(points)
    this.onChange()
  }

  repaint(palette: Palette, density: number): void {
    this.look = { palette, density }
    this.marks.repaint(palette, density)
    if (this.heat) {
      this.heat = null
      this.warm()
    }
  }

  /** What the place of a crowd is called; null in the wilderness, and in a town that has its own name there. */
  nameOf(crowd: number, ns: number, ew: number): string | null {
    const at = `${Math.round(ns * 4)} ${Math.round(ew * 4)} ${this.nearestMark !== null}`
    const known = this.named.get(crowd)
    if (known?.at === at) return known.name
    const town = nearestPlace(ns, ew)
    const inTown = town !== null && Math.hypot(town.ns - ns, town.ew - ew) < TOWN_UNITS
    const name = inTown ? null : (this.nearestMark?.(ns, ew)?.name ?? null)
    if (this.named.size > MOST_NAMED) this.named.clear()
    this.named.set(crowd, { at, name })
    return name
  }

  /** A picture of one's own instead of the land. */
  drawPicture(context: CanvasRenderingContext2D, view: View): void {
    if (!this.picture || !this.shown.has('picture')) return
    const side = PICTURE_REACH * 2 * view.scale
    context.imageSmoothingQuality = 'high'
    context.drawImage(this.picture, toX(view, -PICTURE_REACH), toY(view, PICTURE_REACH), side, side)
  }

  drawHeat(context: CanvasRenderingContext2D, view: View, zooming: boolean): void {
    if (this.shown.has('heat')) this.heat?.draw(context, view, zooming)
  }

  drawMarks(context: CanvasRenderingContext2D, view: View, zooming: boolean): void {
    this.marks.draw(context, view, zooming)
  }

  /** Heat brings the shores along, which the page does not have otherwise: they come when it is asked for. */
  private async warm(): Promise<void> {
    if (this.heat || !this.look) return
    const { HeatLayer } = await import('./heat/heatLayer')
    if (this.heat) return
    this.heat = new HeatLayer(this.look.palette, this.look.density, this.onLegend)
    this.heat.setPoints(this.points)
    this.onChange()
  }
}
