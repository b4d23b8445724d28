import { describe, expect, test } from 'vitest'
import { appear, isMoving, positionAt, report, turn } from './motion'

describe('moving between reports', () => {
  test('a new marker stands where it was reported', () => {
    const motion = appear({ ew: 10, ns: 20 }, 1000)
    expect(positionAt(motion, 99_000)).toEqual({ ew: 10, ns: 20 })
    expect(isMoving(motion, 1000)).toBe(false)
  })

  test('it walks evenly to the next place and stays there', () => {
    const motion = report(appear({ ew: 10, ns: 20 }, 0), { ew: 10.1, ns: 20 }, 2000)
    const half = positionAt(motion, 2000 + motion.duration / 2)
    expect(half.ew).toBeCloseTo(10.05)
    expect(positionAt(motion, 2000).ew).toBeCloseTo(10)
    expect(positionAt(motion, 2000 + motion.duration * 3).ew).toBeCloseTo(10.1)
  })

  test('a report on the way turns it from where it is drawn: it never jumps', () => {
    let motion = appear({ ew: 0, ns: 0 }, 0)
    let drawn = { ew: 0, ns: 0 }
    for (let now = 0; now < 30_000; now += 16) {
      if (now % 2000 < 16) motion = report(motion, { ew: now / 40_000, ns: Math.sin(now) * 0.02 }, now)
      const next = positionAt(motion, now)
      expect(Math.hypot(next.ew - drawn.ew, next.ns - drawn.ns)).toBeLessThan(0.005)
      drawn = next
    }
  })

  test('it learns how far apart reports are', () => {
    let motion = appear({ ew: 0, ns: 0 }, 0)
    for (let i = 1; i <= 20; i++) motion = report(motion, { ew: i * 0.1, ns: 0 }, i * 5000)
    expect(motion.interval).toBeGreaterThan(4900)
    for (let i = 1; i <= 20; i++) motion = report(motion, { ew: 2 + i * 0.04, ns: 0 }, 100_000 + i * 2000)
    expect(motion.interval).toBeLessThan(2100)
  })

  test('through a portal it appears at once', () => {
    const motion = report(appear({ ew: 0, ns: 0 }, 0), { ew: 50, ns: 50 }, 2000)
    expect(positionAt(motion, 2000)).toEqual({ ew: 50, ns: 50 })
    expect(isMoving(motion, 2001)).toBe(false)
  })

  test('the poll repeating what the socket said changes nothing', () => {
    const motion = report(appear({ ew: 0, ns: 0 }, 0), { ew: 0.1, ns: 0 }, 2000)
    expect(report(motion, { ew: 0.1, ns: 0 }, 2500)).toBe(motion)
  })
})

describe('heading', () => {
  test.each([
    ['north', 0, 0.1, 0],
    ['east', 0.1, 0, Math.PI / 2],
    ['south', 0, -0.1, Math.PI],
    ['west', -0.1, 0, -Math.PI / 2],
  ])('to the %s', (_, ew, ns, heading) => {
    expect(report(appear({ ew: 0, ns: 0 }, 0), { ew, ns }, 2000).heading).toBeCloseTo(heading)
  })

  test('shuffling about is no direction', () => {
    const east = report(appear({ ew: 0, ns: 0 }, 0), { ew: 0.1, ns: 0 }, 2000)
    const shuffled = report(east, { ew: 0.1, ns: 0.005 }, 2000 + east.duration)
    expect(shuffled.heading).toBeCloseTo(Math.PI / 2)
    expect(appear({ ew: 0, ns: 0 }, 0).heading).toBeNull()
  })

  test('turning takes the shorter way', () => {
    expect(turn(3, -3, 0.5)).toBeCloseTo(3 + (Math.PI * 2 - 6) / 2)
    expect(turn(-3, 3, 0.5)).toBeCloseTo(-3 - (Math.PI * 2 - 6) / 2)
    expect(turn(0, 1, 1)).toBeCloseTo(1)
  })
})
