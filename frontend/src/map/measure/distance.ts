import { METRES_PER_UNIT } from '../view'
import type { Point } from './tool'

/** How far one place is from another. */
export interface Leg {
  units: number
  metres: number
  /** Degrees clockwise from north, 0 to 360. */
  bearing: number
}

export function legOf(from: Point, to: Point): Leg {
  const [dx, dy] = [to.ew - from.ew, to.ns - from.ns]
  const units = Math.hypot(dx, dy)
  const degrees = (Math.atan2(dx, dy) * 180) / Math.PI
  return { units, metres: units * METRES_PER_UNIT, bearing: (degrees + 360) % 360 }
}

/** The whole way along some places. */
export function lengthOf(points: readonly Point[]): { units: number; metres: number } {
  let units = 0
  for (let i = 1; i < points.length; i++) units += legOf(points[i - 1]!, points[i]!).units
  return { units, metres: units * METRES_PER_UNIT }
}

const WINDS = ['N', 'NE', 'E', 'SE', 'S', 'SW', 'W', 'NW']

/** The wind that a bearing is nearest to. */
export function windOf(bearing: number): string {
  return WINDS[Math.round(bearing / 45) % 8]!
}
