import { Brush, type Picture } from '../brush'
import type { Palette } from '../palette'
import type { Mark } from './mark'

const SKULL = 'M3.2 7.4a4.8 4.8 0 0 1 9.6 0c0 1.7-.7 2.8-1.8 3.6v2.6H5V11c-1.1-.8-1.8-1.9-1.8-3.6z'
const DIAMOND = 'M8 1.5 13.2 8 8 14.5 2.8 8z'
const OVAL = 'M8 1.8c2.4 0 4 2.7 4 6.2s-1.6 6.2-4 6.2-4-2.7-4-6.2 1.6-6.2 4-6.2z'
const ARCH = 'M2.8 13.8V8a5.2 5.2 0 0 1 10.4 0v5.8h-3V8.6a2.2 2.2 0 0 0-4.4 0v5.2z'
const PIN = 'M8 14.2C5 10.6 3.6 8.4 3.6 6.4a4.4 4.4 0 0 1 8.8 0c0 2-1.4 4.2-4.4 7.8z'

interface Drawing {
  path: string
  /** Side of the picture, CSS pixels; the path fills a square of 16. */
  side: number
  colour: (palette: Palette) => string
  /** Drawn as a line instead of a surface. */
  open?: boolean
  /** Holes in the colour of the halo: centre and radius. */
  holes?: [number, number, number][]
}

const DRAWINGS: Record<'portal' | 'dungeon' | 'poi' | 'death' | 'rare' | 'great', Drawing> = {
  portal: { path: OVAL, side: 11, colour: palette => palette.states.travel, open: true },
  dungeon: { path: ARCH, side: 10, colour: palette => palette.place },
  poi: { path: PIN, side: 10, colour: palette => palette.place, holes: [[8, 6.4, 1.7]] },
  death: {
    path: SKULL,
    side: 13,
    colour: palette => palette.states.dead,
    holes: [
      [6.1, 7.7, 1.4],
      [9.9, 7.7, 1.4],
    ],
  },
  rare: { path: DIAMOND, side: 11, colour: palette => palette.rare, open: true },
  great: { path: DIAMOND, side: 14, colour: palette => palette.rare },
}

/** The pictures of marks, each drawn once and copied from then on. */
export class MarkSprites {
  private readonly cache = new Map<string, Picture>()
  private readonly brush = new Brush()

  constructor(
    private readonly palette: Palette,
    private readonly density: number,
  ) {}

  draw(context: CanvasRenderingContext2D, mark: Mark, x: number, y: number, size: number): void {
    const image = this.get(mark.kind === 'rare' && mark.great ? 'great' : mark.kind, size)
    const side = image.width / this.density
    context.drawImage(image, x - side / 2, y - side / 2, side, side)
  }

  private get(kind: keyof typeof DRAWINGS, size: number): Picture {
    const key = `${kind} ${size}`
    const known = this.cache.get(key)
    if (known) return known
    const drawing = DRAWINGS[kind]
    const scale = (drawing.side / 16) * size * this.density
    const side = Math.ceil(20 * scale)
    const image = this.brush.paint(side, side, context => {
      context.scale(scale, scale)
      context.translate(2, 2)
      paint(context, drawing, drawing.colour(this.palette), this.palette.halo)
    })
    this.cache.set(key, image)
    return image
  }
}

function paint(context: CanvasRenderingContext2D, drawing: Drawing, colour: string, halo: string): void {
  const path = new Path2D(drawing.path)
  context.lineJoin = 'round'
  context.lineWidth = 4
  context.strokeStyle = halo
  context.stroke(path)
  context.fillStyle = drawing.open ? halo : colour
  context.fill(path)
  if (drawing.open) {
    context.lineWidth = 2
    context.strokeStyle = colour
    context.stroke(path)
  }
  context.fillStyle = halo
  for (const [x, y, radius] of drawing.holes ?? []) {
    context.beginPath()
    context.arc(x, y, radius, 0, 7)
    context.fill()
  }
}
