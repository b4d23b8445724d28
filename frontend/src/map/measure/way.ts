import type { Palette } from '../palette'
import { toX, toY, type View } from '../view'
import type { MapTool, Point } from './tool'

/** A way from click to click, whose length is told. */
export class Way implements MapTool {
  readonly points: Point[] = []

  constructor(
    /** The way has changed, or the pointer: where it is now. */
    private readonly onChange: (points: readonly Point[], pointer: Point | null) => void,
  ) {}

  click(at: Point): void {
    this.points.push(at)
    this.onChange(this.points, null)
  }

  /** Takes the last point back. Tells whether there was one. */
  undo(): boolean {
    const taken = this.points.pop() !== undefined
    this.onChange(this.points, null)
    return taken
  }

  point(at: Point | null): void {
    this.onChange(this.points, at)
  }

  draw(context: CanvasRenderingContext2D, view: View, pointer: Point | null, palette: Palette): void {
    const spots = this.points.map(({ ew, ns }) => [toX(view, ew), toY(view, ns)] as const)
    const last = spots.at(-1)
    context.lineJoin = 'round'
    if (spots.length > 1) line(context, spots, palette, [])
    if (last && pointer)
      line(context, [last, [toX(view, pointer.ew), toY(view, pointer.ns)]], palette, [4, 4])
    for (const [x, y] of spots) {
      context.beginPath()
      context.arc(x, y, 4, 0, Math.PI * 2)
      context.fillStyle = palette.accent
      context.fill()
      context.lineWidth = 1.5
      context.strokeStyle = palette.halo
      context.stroke()
    }
  }
}

function line(
  context: CanvasRenderingContext2D,
  spots: (readonly [number, number])[],
  { accent, halo }: Palette,
  dash: number[],
): void {
  context.beginPath()
  for (const [x, y] of spots) context.lineTo(x, y)
  context.strokeStyle = halo
  context.lineWidth = 4
  context.stroke()
  context.setLineDash(dash)
  context.strokeStyle = accent
  context.lineWidth = 2
  context.stroke()
  context.setLineDash([])
}
