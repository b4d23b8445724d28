import { Brush, type Picture } from './brush'
import { type Crowd, countStates } from './crowds'
import type { Palette } from './palette'

const KEPT = 200
const RING = 3

/** Crowds as discs: their number in the middle, their states as a ring around it. */
export class CrowdSprites {
  private readonly cache = new Map<string, Picture>()
  private readonly brush = new Brush()

  constructor(
    private readonly palette: Palette,
    private readonly density: number,
  ) {}

  draw(context: CanvasRenderingContext2D, crowd: Crowd): void {
    const image = this.get(crowd)
    const side = image.width / this.density
    context.drawImage(image, crowd.x - side / 2, crowd.y - side / 2, side, side)
  }

  private get(crowd: Crowd): Picture {
    const states = countStates(crowd.members)
    const key = `${crowd.radius} ${states.map(({ state, count }) => `${state} ${count}`).join()}`
    const known = this.cache.get(key)
    if (known) return known
    if (this.cache.size >= KEPT) this.cache.clear()
    const side = Math.ceil((crowd.radius + 4) * 2 * this.density)
    const image = this.brush.paint(side, side, context => {
      context.translate(side / 2, side / 2)
      context.scale(this.density, this.density)
      this.paint(context, crowd)
    })
    this.cache.set(key, image)
    return image
  }

  private paint(context: CanvasRenderingContext2D, { members, radius }: Crowd): void {
    const { halo, surface, ink, font, states } = this.palette
    disc(context, radius + 1.4, halo)
    disc(context, radius, surface)
    context.lineWidth = RING
    // A gap of a pixel between the states tells them apart without their colours.
    const parts = countStates(members)
    const gap = parts.length > 1 ? 1.4 / radius : 0
    let from = -Math.PI / 2
    for (const { state, count } of parts) {
      const to = from + (count / members.length) * Math.PI * 2
      context.strokeStyle = states[state]
      context.beginPath()
      context.arc(0, 0, radius - RING / 2, from + gap / 2, Math.max(from + gap / 2 + 0.05, to - gap / 2))
      context.stroke()
      from = to
    }
    const size = members.length < 100 ? 0.82 : 0.66
    context.font = `600 ${Math.round(Math.max(10, radius * size))}px ${font}`
    context.textAlign = 'center'
    context.textBaseline = 'middle'
    context.fillStyle = ink
    context.fillText(String(members.length), 0, 0.5)
    if (members.some(({ state }) => state === 'dead')) cross(context, radius * 0.72, halo, states.dead)
  }
}

function disc(context: CanvasRenderingContext2D, radius: number, colour: string): void {
  context.fillStyle = colour
  context.beginPath()
  context.arc(0, 0, radius, 0, Math.PI * 2)
  context.fill()
}

/** Somebody of them is dead: that must not drown in the number. */
function cross(context: CanvasRenderingContext2D, at: number, halo: string, colour: string): void {
  const path = new Path2D('M-2.6 -2.6 2.6 2.6M2.6 -2.6 -2.6 2.6')
  context.save()
  context.translate(at, -at)
  context.lineCap = 'round'
  for (const [width, style] of [
    [5, halo],
    [2.2, colour],
  ] as const) {
    context.lineWidth = width
    context.strokeStyle = style
    context.stroke(path)
  }
  context.restore()
}
