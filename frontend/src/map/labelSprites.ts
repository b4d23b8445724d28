import { Brush, type Picture } from './brush'
import type { Palette } from './palette'

export interface LabelStyle {
  size: number
  weight: number
  colour: string
  alpha: number
}

interface LabelSprite {
  image: Picture
  /** Of the text alone, without its halo, CSS pixels. */
  width: number
  height: number
}

const HALO = 3
const KEPT = 1500

/** Texts with their halo, drawn once each: stroking letters anew every frame would be the dearest part of it. */
export class LabelSprites {
  private readonly cache = new Map<string, LabelSprite>()
  private readonly brush = new Brush()
  private readonly ruler = document.createElement('canvas').getContext('2d')!

  constructor(
    private readonly palette: Palette,
    private readonly density: number,
  ) {}

  get(text: string, style: LabelStyle): LabelSprite {
    const key = `${style.size} ${style.weight} ${style.colour} ${style.alpha} ${text}`
    const known = this.cache.get(key)
    if (known) return known
    if (this.cache.size >= KEPT) this.cache.clear()
    const sprite = this.paint(text, style)
    this.cache.set(key, sprite)
    return sprite
  }

  /** Draws with the text's upper left corner at a point, on whole device pixels so that letters stay sharp. */
  draw(context: CanvasRenderingContext2D, sprite: LabelSprite, x: number, y: number): void {
    const snap = (value: number) => Math.round(value * this.density) / this.density
    const { width, height } = sprite.image
    context.drawImage(
      sprite.image,
      snap(x) - HALO,
      snap(y) - HALO,
      width / this.density,
      height / this.density,
    )
  }

  private paint(text: string, style: LabelStyle): LabelSprite {
    const font = `${style.weight} ${style.size}px ${this.palette.font}`
    this.ruler.font = font
    const width = this.ruler.measureText(text).width
    const height = style.size + 2
    const [wide, high] = [width, height].map(side => Math.ceil((side + HALO * 2) * this.density))
    const image = this.brush.paint(wide!, high!, context => {
      context.scale(this.density, this.density)
      context.font = font
      context.textBaseline = 'middle'
      context.lineJoin = 'round'
      context.lineWidth = HALO
      context.strokeStyle = this.palette.halo
      const y = HALO + height / 2 + 0.5
      context.globalAlpha = 0.85
      context.strokeText(text, HALO, y)
      context.globalAlpha = style.alpha
      context.fillStyle = style.colour
      context.fillText(text, HALO, y)
    })
    return { image, width, height }
  }
}
