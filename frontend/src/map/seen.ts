import type { Rect } from './graticule'

// The corners of windows are round, by less than this: what lies behind them is seen.
const CORNER = 8
// A part costs something of its own: a few parts that are a little too large cost less than many that fit.
const MOST_PARTS = 6
// A part as small as that, in square pixels, is worth none of its own if another one can take it in.
const SMALL = 20_000

/** The parts of the map that no window hides. They may overlap. */
export class Seen {
  readonly parts: readonly Rect[]
  /** Whether nothing at all is hidden. */
  readonly whole: boolean

  /** Hiding is what lies in front and lets nothing through, in CSS pixels of the map. */
  constructor(
    private readonly width: number,
    private readonly height: number,
    private readonly hiding: readonly Rect[],
  ) {
    let parts: Rect[] = [[0, 0, width, height]]
    for (const window of hiding) {
      for (const solid of solidOf(window)) parts = parts.flatMap(part => without(part, solid))
    }
    this.parts = joined(parts)
    this.whole = this.parts.some(
      ([left, top, right, bottom]) => left <= 0 && top <= 0 && right >= width && bottom >= height,
    )
  }

  /** The same where nothing has changed, else what is seen now. */
  of(width: number, height: number, hiding: readonly Rect[]): Seen {
    const same = width === this.width && height === this.height && hiding === this.hiding
    return same ? this : new Seen(width, height, hiding)
  }

  /** Whether anything around a point, up to some pixels away, is seen. */
  near(x: number, y: number, reach: number): boolean {
    if (this.whole) return x > -reach && y > -reach && x < this.width + reach && y < this.height + reach
    return this.parts.some(part => isNear(part, x, y, reach))
  }
}

/** Whether a point is within some pixels of a part. */
export function isNear([left, top, right, bottom]: Rect, x: number, y: number, reach: number): boolean {
  return x > left - reach && x < right + reach && y > top - reach && y < bottom + reach
}

/** A window without its round corners: an upright piece and one that lies. Only whole pixels hide. */
function solidOf([left, top, right, bottom]: Rect): Rect[] {
  const [l, t, r, b] = [Math.ceil(left), Math.ceil(top), Math.floor(right), Math.floor(bottom)]
  return [
    [l + CORNER, t, r - CORNER, b],
    [l, t + CORNER, r, b - CORNER],
  ]
}

/** What is left of a part beside something solid: strips above, below, left and right of it. */
function without(part: Rect, solid: Rect): Rect[] {
  const [left, top, right, bottom] = part
  const [l, t, r, b] = [
    Math.max(left, solid[0]),
    Math.max(top, solid[1]),
    Math.min(right, solid[2]),
    Math.min(bottom, solid[3]),
  ]
  if (r <= l || b <= t) return [part]
  const strips: Rect[] = [
    [left, top, right, t],
    [left, b, right, bottom],
    [left, t, l, b],
    [r, t, right, b],
  ]
  return strips.filter(strip => areaOf(strip) > 0)
}

/** Fewer and larger parts in place of many small ones: the two that waste least become one, again and again. */
function joined(all: Rect[]): Rect[] {
  const parts = [...all]
  while (parts.length > 1) {
    let best = { i: 0, j: 1, waste: Number.POSITIVE_INFINITY }
    for (let i = 0; i < parts.length; i++) {
      for (let j = i + 1; j < parts.length; j++) {
        const waste = areaOf(around(parts[i]!, parts[j]!)) - areaOf(parts[i]!) - areaOf(parts[j]!)
        if (waste < best.waste) best = { i, j, waste }
      }
    }
    if (parts.length <= MOST_PARTS && best.waste > SMALL) break
    const [other] = parts.splice(best.j, 1)
    parts[best.i] = around(parts[best.i]!, other!)
  }
  return parts
}

function around(a: Rect, b: Rect): Rect {
  return [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[2], b[2]), Math.max(a[3], b[3])]
}

function areaOf([left, top, right, bottom]: Rect): number {
  return Math.max(0, right - left) * Math.max(0, bottom - top)
}
