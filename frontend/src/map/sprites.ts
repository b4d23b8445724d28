import type { PlayerState } from '../live/player'
import { Brush, type Picture } from './brush'
import type { Palette } from './palette'

/** Marks of the states, each a shape of its own, drawn once and copied from then on. */
export class Sprites {
  private readonly cache = new Map<string, Picture>()
  private readonly brush = new Brush()

  constructor(
    private readonly palette: Palette,
    private readonly density: number,
  ) {}

  /** Draws a mark centred on a point; only travellers turn with their heading. */
  draw(
    context: CanvasRenderingContext2D,
    state: PlayerState,
    x: number,
    y: number,
    size: number,
    heading: number,
  ): void {
    const image = this.sprite(state, size)
    const side = image.width / this.density
    if (state !== 'travel') {
      context.drawImage(image, x - side / 2, y - side / 2, side, side)
      return
    }
    context.save()
    context.translate(x, y)
    context.rotate(heading)
    context.drawImage(image, -side / 2, -side / 2, side, side)
    context.restore()
  }

  private sprite(state: PlayerState, size: number): Picture {
    const key = `${state} ${size}`
    const known = this.cache.get(key)
    if (known) return known
    const side = Math.ceil(18 * size * this.density)
    const image = this.brush.paint(side, side, context => {
      context.translate(side / 2, side / 2)
      context.scale(size * this.density, size * this.density)
      context.lineJoin = 'round'
      SHAPES[state](context, this.palette.states[state], this.palette.halo)
    })
    this.cache.set(key, image)
    return image
  }
}

type Shape = (context: CanvasRenderingContext2D, colour: string, halo: string) => void

const SHAPES: Record<PlayerState, Shape> = {
  combat: (context, colour, halo) => {
    const disc = new Path2D()
    disc.arc(0, 0, 3.7, 0, 7)
    fillWithHalo(context, disc, colour, halo, 2.6)
  },
  travel: (context, colour, halo) =>
    fillWithHalo(context, new Path2D('M0 -5.5 4.4 4.6 0 2.2 -4.4 4.6z'), colour, halo, 2.8),
  town: (context, colour, halo) =>
    fillWithHalo(context, new Path2D('M-3.2 3.4V-.8L0 -3.8 3.2 -.8V3.4z'), colour, halo, 2.8),
  idle: (context, colour, halo) => ring(context, colour, halo, []),
  stale: (context, colour, halo) => ring(context, colour, halo, [2, 1.9]),
  dead: (context, colour, halo) => {
    const cross = new Path2D('M-3.3 -3.3 3.3 3.3M3.3 -3.3 -3.3 3.3')
    context.lineCap = 'round'
    strokeIn(context, cross, halo, 5)
    strokeIn(context, cross, colour, 2.2)
  },
}

function ring(context: CanvasRenderingContext2D, colour: string, halo: string, dash: number[]): void {
  const circle = new Path2D()
  circle.arc(0, 0, 3.1, 0, 7)
  strokeIn(context, circle, halo, 4.8)
  context.fillStyle = halo
  context.fill(circle)
  context.setLineDash(dash)
  strokeIn(context, circle, colour, 1.9)
}

function fillWithHalo(
  context: CanvasRenderingContext2D,
  path: Path2D,
  colour: string,
  halo: string,
  width: number,
): void {
  strokeIn(context, path, halo, width)
  context.fillStyle = colour
  context.fill(path)
}

function strokeIn(context: CanvasRenderingContext2D, path: Path2D, colour: string, width: number): void {
  context.lineWidth = width
  context.strokeStyle = colour
  context.stroke(path)
}
