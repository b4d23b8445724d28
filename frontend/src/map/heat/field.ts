import type { Rgb } from '../land/tint'
import type { HeatPoint } from './points'

/** A grid of pixels over the world. */
export interface HeatGrid {
  /** World coordinates of the upper left corner. */
  west: number
  north: number
  /** Pixels per map unit. */
  scale: number
  width: number
  height: number
}

/** Less than this share of the greatest heat is not drawn; shares are of the square root. */
export const COLDEST = 0.05
const OPAQUE = 205
// How fast the coldest part fades out.
const EDGE = 4.5

/** How near something counts how much: all of it in the middle, nothing from the radius on. */
export function nearness(distance: number, radius: number): number {
  const share = (distance / radius) ** 2
  return share >= 1 ? 0 : (1 - share) ** 2
}

/** How many monsters appeared around each pixel, nearer ones counting more. The radius is in pixels. */
export function heatField(points: readonly HeatPoint[], grid: HeatGrid, radius: number): Float32Array {
  const { width, height } = grid
  const field = new Float32Array(width * height)
  const stamp = kernel(radius)
  const reach = (stamp.side - 1) / 2
  for (const [at, count] of byPixel(points, grid, reach)) {
    const [x, y] = [(at % 0x10000) - 0x8000, Math.floor(at / 0x10000) - 0x8000]
    const [left, right] = [Math.max(0, x - reach), Math.min(width - 1, x + reach)]
    const [top, bottom] = [Math.max(0, y - reach), Math.min(height - 1, y + reach)]
    for (let j = top; j <= bottom; j++) {
      const row = (j - y + reach) * stamp.side - x + reach
      for (let i = left; i <= right; i++) field[j * width + i]! += count * stamp.values[row + i]!
    }
  }
  return field
}

/** Points that fall on the same pixel are one: from afar that is most of them. */
function byPixel(points: readonly HeatPoint[], grid: HeatGrid, reach: number): Map<number, number> {
  const merged = new Map<number, number>()
  for (const { ew, ns, count } of points) {
    const x = Math.round((ew - grid.west) * grid.scale)
    const y = Math.round((grid.north - ns) * grid.scale)
    if (x < -reach || y < -reach || x >= grid.width + reach || y >= grid.height + reach) continue
    const key = (y + 0x8000) * 0x10000 + x + 0x8000
    merged.set(key, (merged.get(key) ?? 0) + count)
  }
  return merged
}

function kernel(radius: number): { side: number; values: Float32Array } {
  const reach = Math.ceil(radius)
  const side = reach * 2 + 1
  const values = new Float32Array(side * side)
  for (let j = 0; j < side; j++) {
    for (let i = 0; i < side; i++) values[j * side + i] = nearness(Math.hypot(i - reach, j - reach), radius)
  }
  return { side, values }
}

/**
 * The greatest heat anywhere, seen over a radius in units: the same wherever the map looks, so that a colour
 * means the same after it was pushed. Points are put into squares of half the radius first.
 */
export function greatestHeat(points: readonly HeatPoint[], radius: number): number {
  const step = radius / 2
  const squares = new Map<string, { ew: number; ns: number; count: number }>()
  for (const { ew, ns, count } of points) {
    const key = `${Math.floor(ew / step)} ${Math.floor(ns / step)}`
    const square = squares.get(key)
    if (!square) {
      squares.set(key, { ew: ew * count, ns: ns * count, count })
      continue
    }
    square.ew += ew * count
    square.ns += ns * count
    square.count += count
  }
  for (const square of squares.values()) {
    square.ew /= square.count
    square.ns /= square.count
  }
  let greatest = 0
  for (const { ew, ns } of squares.values()) {
    let heat = 0
    const [column, row] = [Math.floor(ew / step), Math.floor(ns / step)]
    for (let j = row - 2; j <= row + 2; j++) {
      for (let i = column - 2; i <= column + 2; i++) {
        const other = squares.get(`${i} ${j}`)
        if (other) heat += other.count * nearness(Math.hypot(other.ew - ew, other.ns - ns), radius)
      }
    }
    greatest = Math.max(greatest, heat)
  }
  return greatest
}

/** Colours a field: the square root of its share of the greatest, in five stops, nothing below the coldest. */
export function paintHeat(
  field: Float32Array,
  greatest: number,
  stops: Rgb[],
  pixels: Uint8ClampedArray,
): void {
  const last = stops.length - 1
  for (let at = 0; at < field.length; at++) {
    const share = Math.sqrt(Math.min(1, field[at]! / greatest))
    // Not a number where there is no heat at all.
    if (!(share >= COLDEST)) continue
    const along = Math.min(last - 0.001, ((share - COLDEST) / (1 - COLDEST)) * last)
    const stop = Math.floor(along)
    const [from, to, part] = [stops[stop]!, stops[stop + 1]!, along - stop]
    for (let c = 0; c < 3; c++) pixels[at * 4 + c] = from[c]! * (1 - part) + to[c]! * part
    pixels[at * 4 + 3] = Math.min(1, (share - COLDEST) * EDGE) * OPAQUE
  }
}

/** The number of monsters that each of so many colours stands for, from the first stop to the last. */
export function legendOf(greatest: number, stops: number): number[] {
  return Array.from({ length: stops }, (_, at) => {
    const share = COLDEST + ((1 - COLDEST) * at) / (stops - 1)
    return greatest * share * share
  })
}
