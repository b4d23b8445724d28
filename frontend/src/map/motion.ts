/**
 * How a marker gets from one report to the next: it walks from where it is drawn to where it was reported,
 * in the time that reports usually take, and so is always on its way and never jumps back.
 */

/** A marker's way between two reports. Times are of the page's own clock, in milliseconds. */
export interface Motion {
  fromEw: number
  fromNs: number
  toEw: number
  toNs: number
  start: number
  duration: number
  /** Direction of the last real movement, radians clockwise from north; null before the first. */
  heading: number | null
  /** Usual time between reports. */
  interval: number
}

export interface Position {
  ew: number
  ns: number
}

// The fastest runners cover a tenth of this between two reports: who moved farther went through a portal.
const PORTAL_UNITS = 2
// Less than this, five metres, is shuffling about and no direction.
const HEADING_UNITS = 0.02
// Telemetry comes each 2 s, or each 5 s where only the poll gets through.
const FIRST_INTERVAL = 2500
const LEAST_INTERVAL = 400
const LONGEST_INTERVAL = 6000
// Reports arrive a little late at times: with some slack the marker does not stop and go.
const SLACK = 1.15

export function appear(at: Position, now: number): Motion {
  const { ew, ns } = at
  return {
    fromEw: ew,
    fromNs: ns,
    toEw: ew,
    toNs: ns,
    start: now,
    duration: 0,
    heading: null,
    interval: FIRST_INTERVAL,
  }
}

/** The motion after a new report. A report of the place it is bound for already changes nothing. */
export function report(motion: Motion, to: Position, now: number): Motion {
  if (to.ew === motion.toEw && to.ns === motion.toNs) return motion
  const from = positionAt(motion, now)
  const distance = Math.hypot(to.ew - from.ew, to.ns - from.ns)
  if (distance > PORTAL_UNITS)
    return { ...appear(to, now), interval: motion.interval, heading: motion.heading }
  const passed = Math.min(LONGEST_INTERVAL, Math.max(LEAST_INTERVAL, now - motion.start))
  const interval = motion.interval * 0.6 + passed * 0.4
  const heading = distance >= HEADING_UNITS ? Math.atan2(to.ew - from.ew, to.ns - from.ns) : motion.heading
  return {
    fromEw: from.ew,
    fromNs: from.ns,
    toEw: to.ew,
    toNs: to.ns,
    start: now,
    duration: interval * SLACK,
    heading,
    interval,
  }
}

export function positionAt(motion: Motion, now: number): Position {
  const t = progress(motion, now)
  return {
    ew: motion.fromEw + (motion.toEw - motion.fromEw) * t,
    ns: motion.fromNs + (motion.toNs - motion.fromNs) * t,
  }
}

export function isMoving(motion: Motion, now: number): boolean {
  return progress(motion, now) < 1
}

function progress(motion: Motion, now: number): number {
  if (motion.duration <= 0) return 1
  return Math.min(1, Math.max(0, (now - motion.start) / motion.duration))
}

/** Turns from one heading towards another along the shorter way, by a share of it. */
export function turn(from: number, to: number, share: number): number {
  const whole = Math.PI * 2
  const way = ((((to - from) % whole) + whole + Math.PI) % whole) - Math.PI
  return from + way * share
}
