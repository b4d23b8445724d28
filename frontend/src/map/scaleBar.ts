import { METRES_PER_UNIT } from './view'

export interface ScaleBar {
  /** Length on the screen, CSS pixels. */
  width: number
  units: number
  metres: number
}

const ROUND = [0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50]
const LONGEST = 100

/** The longest round distance that is at most a hundred pixels wide at this scale. */
export function scaleBar(scale: number): ScaleBar {
  const units = ROUND.findLast(each => each * scale <= LONGEST) ?? ROUND[0]!
  return { width: units * scale, units, metres: units * METRES_PER_UNIT }
}
