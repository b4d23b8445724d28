import { toX, toY, type View } from '../view'
import { type LandPalette, TILE, type TileSpec } from './tile'
import { TileStore, tileKey } from './tileStore'

// The whole world at this scale is four tiles: always kept, so that no zoom ever shows bare water.
const BASE_SCALE = 2
const WORLD_SPAN = 112
// How many earlier scales may stand in for tiles that are still being painted.
const REMEMBERED = 3

interface Range {
  left: number
  right: number
  top: number
  bottom: number
}

/**
 * The land: tiles of exactly the view's scale once it rests, and earlier tiles stretched to fit while it
 * zooms or while the right ones are being painted.
 */
export class LandLayer {
  private readonly store: TileStore
  private scales: number[] = []
  private wish = ''

  constructor(
    private readonly density: number,
    onTile: () => void,
  ) {
    this.store = new TileStore(onTile)
  }

  close(): void {
    this.store.close()
  }

  /**
   * Draws the land into a context in CSS pixels and tells whether all of it was there. While the view zooms
   * no new tiles are asked for.
   */
  draw(context: CanvasRenderingContext2D, view: View, palette: LandPalette, zooming: boolean): boolean {
    if (!zooming) this.ask(view, palette)
    context.fillStyle = palette.water
    context.fillRect(0, 0, view.width, view.height)
    const complete = this.isComplete(view, palette)
    if (!complete) {
      this.drawScale(context, view, palette, BASE_SCALE)
      for (const scale of this.standIns(view.scale)) this.drawScale(context, view, palette, scale)
    }
    this.drawScale(context, view, palette, view.scale)
    return complete
  }

  private ask(view: View, palette: LandPalette): void {
    const range = this.range(view, view.scale, 0)
    const wish = `${tileKey({ column: range.left, row: range.top, scale: view.scale, density: this.density }, palette)} ${range.right} ${range.bottom}`
    if (wish === this.wish) return
    this.wish = wish
    if (this.scales[0] !== view.scale) {
      this.scales = [view.scale, ...this.scales.filter(scale => scale !== view.scale)].slice(0, REMEMBERED)
    }
    const seen = this.specs(range, view.scale)
    const base = this.specs(this.worldRange(), BASE_SCALE)
    const around = this.specs(this.range(view, view.scale, 1), view.scale)
    this.store.want([...base, ...nearestFirst(seen), ...around], palette)
  }

  private isComplete(view: View, palette: LandPalette): boolean {
    const specs = this.specs(this.range(view, view.scale, 0), view.scale)
    return specs.every(spec => this.store.get(tileKey(spec, palette)))
  }

  /** Earlier scales, the one most unlike the view's first, so that the best is drawn on top. */
  private standIns(scale: number): number[] {
    const unlike = (other: number) => Math.abs(Math.log(other / scale))
    return this.scales.filter(other => other !== scale).sort((a, b) => unlike(b) - unlike(a))
  }

  private drawScale(
    context: CanvasRenderingContext2D,
    view: View,
    palette: LandPalette,
    scale: number,
  ): void {
    const stretch = view.scale / scale
    const side = (TILE / this.density) * stretch
    // On whole device pixels tiles stay sharp and join without seams.
    const snap = (value: number) => Math.round(value * this.density) / this.density
    const [left, top] = [snap(toX(view, 0)), snap(toY(view, 0))]
    for (const spec of this.specs(this.range(view, scale, 0), scale)) {
      const image = this.store.get(tileKey(spec, palette))
      if (!image) continue
      const [x, y] = [snap(left + spec.column * side), snap(top + spec.row * side)]
      const [right, bottom] = [snap(left + (spec.column + 1) * side), snap(top + (spec.row + 1) * side)]
      context.drawImage(image, x, y, right - x, bottom - y)
    }
  }

  /** Tiles of a scale that the view shows, with so many more on each side. */
  private range(view: View, scale: number, more: number): Range {
    const side = (TILE / this.density) * (view.scale / scale)
    const [left, top] = [toX(view, 0), toY(view, 0)]
    return {
      left: Math.floor(-left / side) - more,
      right: Math.floor((view.width - left) / side) + more,
      top: Math.floor(-top / side) - more,
      bottom: Math.floor((view.height - top) / side) + more,
    }
  }

  private worldRange(): Range {
    const reach = Math.ceil((WORLD_SPAN * BASE_SCALE * this.density) / TILE)
    return { left: -reach, right: reach - 1, top: -reach, bottom: reach - 1 }
  }

  /** Tiles beyond the world's edge are water and need no painting. */
  private specs(range: Range, scale: number): TileSpec[] {
    const reach = Math.ceil((WORLD_SPAN * scale * this.density) / TILE)
    const specs: TileSpec[] = []
    for (let row = Math.max(range.top, -reach); row <= Math.min(range.bottom, reach - 1); row++) {
      for (let column = Math.max(range.left, -reach); column <= Math.min(range.right, reach - 1); column++) {
        specs.push({ column, row, scale, density: this.density })
      }
    }
    return specs
  }
}

function nearestFirst(specs: TileSpec[]): TileSpec[] {
  const middle = (values: number[]) => (Math.min(...values) + Math.max(...values)) / 2
  const column = middle(specs.map(spec => spec.column))
  const row = middle(specs.map(spec => spec.row))
  const distance = (spec: TileSpec) => Math.hypot(spec.column - column, spec.row - row)
  return [...specs].sort((a, b) => distance(a) - distance(b))
}
