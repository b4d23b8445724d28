import { toX, toY, type View } from './view'

// Drawn beyond the view's edges, so that the map can be pushed a little without drawing anew.
const MARGIN = 160
// How far a picture may be stretched while the map zooms.
const SHRUNK = 0.6
const GROWN = 1.8

/**
 * A picture of a part of the world that only changes with the zoom: drawn once, moved along with the map, and
 * stretched while it zooms.
 */
export class CachedLayer {
  private readonly canvas = document.createElement('canvas')
  private drawn: View | null = null

  constructor(
    private readonly density: number,
    /** Draws into a context in CSS pixels of a view that is larger than the map by its margins. */
    private readonly paint: (context: CanvasRenderingContext2D, view: View) => void,
  ) {}

  /** What it shows has changed. */
  invalidate(): void {
    this.drawn = null
  }

  draw(context: CanvasRenderingContext2D, view: View, zooming: boolean): void {
    if (!this.fits(view, zooming)) this.repaint(view)
    const drawn = this.drawn!
    const stretch = view.scale / drawn.scale
    const snap = (value: number) => Math.round(value * this.density) / this.density
    const x = toX(view, drawn.ew) - drawn.cx * stretch
    const y = toY(view, drawn.ns) - drawn.cy * stretch
    const width = (this.canvas.width / this.density) * stretch
    const height = (this.canvas.height / this.density) * stretch
    context.drawImage(this.canvas, snap(x), snap(y), width, height)
  }

  private fits(view: View, zooming: boolean): boolean {
    const { drawn } = this
    if (!drawn) return false
    if (drawn.width !== view.width + MARGIN * 2 || drawn.height !== view.height + MARGIN * 2) return false
    const stretch = view.scale / drawn.scale
    if (zooming) return stretch > SHRUNK && stretch < GROWN
    const x = toX(view, drawn.ew) - (drawn.cx - MARGIN)
    const y = toY(view, drawn.ns) - (drawn.cy - MARGIN)
    return stretch === 1 && Math.max(Math.abs(x), Math.abs(y)) < MARGIN
  }

  private repaint(view: View): void {
    const larger: View = {
      ...view,
      width: view.width + MARGIN * 2,
      height: view.height + MARGIN * 2,
      cx: view.cx + MARGIN,
      cy: view.cy + MARGIN,
    }
    const width = Math.ceil(larger.width * this.density)
    const height = Math.ceil(larger.height * this.density)
    if (this.canvas.width !== width || this.canvas.height !== height) {
      this.canvas.width = width
      this.canvas.height = height
    }
    const context = this.canvas.getContext('2d')!
    context.setTransform(this.density, 0, 0, this.density, 0, 0)
    context.globalAlpha = 1
    context.clearRect(0, 0, larger.width, larger.height)
    this.paint(context, larger)
    this.drawn = larger
  }
}
