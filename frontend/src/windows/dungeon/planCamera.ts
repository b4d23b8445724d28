import type { Bounds, Spot } from './plan'

export interface Size {
  width: number
  height: number
}

/** Where places of a plan, metres, lie on the screen, CSS pixels. */
export interface Fit {
  /** Pixels a metre. */
  scale: number
  at(x: number, y: number): [number, number]
}

const AIR = 20
// Left to itself a plan is never drawn larger than this, pixels a metre; by hand a room may fill a phone.
const CLOSEST = 4
const CLOSEST_BY_HAND = 24
// By hand it may be a little smaller than it fits.
const SLACK = 0.7
// Whoever is gone along with is looked at from at least so close.
const FOLLOW_SCALE = 4

/** How a dungeon is looked at: all of it as large as it fits, or a part, by hand or along with somebody. */
export class PlanCamera {
  private size: Size = { width: 1, height: 1 }
  private bounds: Bounds = { left: 0, right: 1, bottom: 0, top: 1 }
  private scale = 1
  private x = 0
  private y = 0
  private fitted = true

  /** Whether all of it is shown, whatever the window's size. */
  get showsAll(): boolean {
    return this.fitted
  }

  get view(): Fit {
    const { scale, x, y, size } = this
    return {
      scale,
      at: (px, py) => [size.width / 2 + (px - x) * scale, size.height / 2 - (py - y) * scale],
    }
  }

  resize(size: Size): void {
    this.size = size
    if (this.fitted) this.fit()
  }

  /** Another plan is another place: it is shown as a whole. */
  setBounds(bounds: Bounds): void {
    const same = (Object.keys(bounds) as (keyof Bounds)[]).every(key => bounds[key] === this.bounds[key])
    if (same) return
    this.bounds = bounds
    this.fit()
  }

  fit(): void {
    const { left, right, bottom, top } = this.bounds
    this.fitted = true
    this.scale = this.wholeScale()
    this.x = (left + right) / 2
    this.y = (bottom + top) / 2
  }

  /** Zooms by a factor around a point of the screen, in the middle unless one is told. */
  zoomBy(factor: number, px = this.size.width / 2, py = this.size.height / 2): void {
    const [dx, dy] = [px - this.size.width / 2, py - this.size.height / 2]
    const [x, y] = [this.x + dx / this.scale, this.y - dy / this.scale]
    const whole = this.wholeScale()
    this.fitted = false
    this.scale = Math.min(Math.max(CLOSEST_BY_HAND, whole), Math.max(whole * SLACK, this.scale * factor))
    this.moveTo(x - dx / this.scale, y + dy / this.scale)
  }

  dragBy(dx: number, dy: number): void {
    this.fitted = false
    this.moveTo(this.x - dx / this.scale, this.y + dy / this.scale)
  }

  pinchBy(factor: number, x: number, y: number, dx: number, dy: number): void {
    this.dragBy(dx, dy)
    this.zoomBy(factor, x, y)
  }

  /** Puts a place in the middle. */
  centre({ x, y }: Spot): void {
    this.fitted = false
    this.moveTo(x, y)
  }

  /** Comes so close that one can go along with somebody. */
  approach(): void {
    if (this.scale < FOLLOW_SCALE) this.zoomBy(FOLLOW_SCALE / this.scale)
  }

  // It neither glides nor flies: a plan is small.
  stop(): void {}
  endPinch(): void {}
  throwBy(): void {}

  private moveTo(x: number, y: number): void {
    const { left, right, bottom, top } = this.bounds
    this.x = Math.min(right, Math.max(left, x))
    this.y = Math.min(top, Math.max(bottom, y))
  }

  private wholeScale(): number {
    const { left, right, bottom, top } = this.bounds
    const across = (this.size.width - AIR * 2) / (right - left)
    const down = (this.size.height - AIR * 2) / (top - bottom)
    return Math.max(0.05, Math.min(across, down, CLOSEST))
  }
}
