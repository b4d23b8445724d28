/** How fast the past can be played: seconds of it in a second. */
export const SPEEDS = [1, 10, 60, 600] as const
export type Speed = (typeof SPEEDS)[number]

/** How finely a speed shows the past, and how much of it is read at once; milliseconds. */
export interface Level {
  step: number
  length: number
}

const SECOND = 1000
const MINUTE = 60 * SECOND

// Plugins tell their place each two seconds; of each ten the server keeps one ready. A stretch lasts at
// least six seconds at its speed, so that the next one has time to come.
const FINE: Level = { step: 2 * SECOND, length: 5 * MINUTE }
const MIDDLE: Level = { step: 10 * SECOND, length: 10 * MINUTE }
const COARSE: Level = { step: MINUTE, length: 60 * MINUTE }

export function levelOf(speed: Speed): Level {
  if (speed === 1) return FINE
  return speed === 600 ? COARSE : MIDDLE
}

/** By how much a press of the step buttons goes, at a speed. */
export function stepOf(speed: Speed): number {
  return { 1: 10 * SECOND, 10: MINUTE, 60: 5 * MINUTE, 600: 60 * MINUTE }[speed]
}

/** Where the stretch with a time in it begins. */
export function beginOf({ length }: Level, time: number): number {
  return Math.floor(time / length) * length
}
