import encoded from '../data/land.geojson'
import { decodeRings, type Ring } from '../data/polyline'

/** Box in world coordinates. */
export interface Box {
  west: number
  south: number
  east: number
  north: number
}

/**
 * The shores of Dereth in several degrees of smoothness. The traced coast has a point each tenth of a unit
 * at best, which shows as steps when one is close; cutting its corners rounds it without moving it.
 */
export class Shore {
  private readonly rings: Ring[][]

  constructor(rings: Ring[] = decodeRings(encoded)) {
    this.rings = [rings]
  }

  /** The rings near a box, cut off outside of it, smooth enough for so many pixels a unit. */
  near(box: Box, scale: number): Ring[] {
    const near: Ring[] = []
    for (const ring of this.smoothed(smoothness(scale))) {
      const cut = clipRing(ring, box)
      if (cut.length >= 6) near.push(cut)
    }
    return near
  }

  private smoothed(times: number): Ring[] {
    for (let done = this.rings.length; done <= times; done++) {
      this.rings.push(this.rings[done - 1]!.map(cutCorners))
    }
    return this.rings[times]!
  }
}

/** At 12 pixels a unit the steps of the traced coast begin to show, at 50 those of the first rounding. */
function smoothness(scale: number): number {
  if (scale < 12) return 0
  return scale < 50 ? 2 : 3
}

/** One round of Chaikin's corner cutting on a closed ring. */
export function cutCorners(ring: Ring): Ring {
  const out: Ring = []
  for (let i = 0; i < ring.length; i += 2) {
    const j = (i + 2) % ring.length
    const [x, y, nx, ny] = [ring[i]!, ring[i + 1]!, ring[j]!, ring[j + 1]!]
    out.push(x * 0.75 + nx * 0.25, y * 0.75 + ny * 0.25, x * 0.25 + nx * 0.75, y * 0.25 + ny * 0.75)
  }
  return out
}

type Side = { axis: 0 | 1; limit: number; keepAbove: boolean }

/**
 * Sutherland and Hodgman's clipping of a ring by a box. Concave rings get edges that run along the box:
 * callers use a box larger than what they show.
 */
export function clipRing(ring: Ring, box: Box): Ring {
  const sides: Side[] = [
    { axis: 0, limit: box.west, keepAbove: true },
    { axis: 0, limit: box.east, keepAbove: false },
    { axis: 1, limit: box.south, keepAbove: true },
    { axis: 1, limit: box.north, keepAbove: false },
  ]
  let cut = ring
  for (const side of sides) {
    if (cut.length === 0) break
    cut = clipSide(cut, side)
  }
  return cut
}

function clipSide(ring: Ring, { axis, limit, keepAbove }: Side): Ring {
  const inside = (i: number) => (keepAbove ? ring[i + axis]! >= limit : ring[i + axis]! <= limit)
  const out: Ring = []
  let from = ring.length - 2
  let fromInside = inside(from)
  for (let to = 0; to < ring.length; to += 2) {
    const toInside = inside(to)
    if (fromInside !== toInside) {
      const t = (limit - ring[from + axis]!) / (ring[to + axis]! - ring[from + axis]!)
      out.push(
        ring[from]! + (ring[to]! - ring[from]!) * t,
        ring[from + 1]! + (ring[to + 1]! - ring[from + 1]!) * t,
      )
    }
    if (toInside) out.push(ring[to]!, ring[to + 1]!)
    from = to
    fromInside = toInside
  }
  return out
}
