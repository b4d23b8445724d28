import { type PlayerState, STATES } from '../live/player'

/** Who may be part of a crowd: somebody with a place on the screen. */
export interface Standing {
  name: string
  state: PlayerState
  x: number
  y: number
}

/** Several that stand so close together that they are drawn as one. Places are CSS pixels. */
export interface Crowd<T extends Standing = Standing> {
  /** Stays the same while most of them stay together. */
  id: number
  members: T[]
  x: number
  y: number
  radius: number
}

// So many make a crowd; fewer can be drawn apart without covering the land.
export const LEAST_MEMBERS = 4
// Who comes this near to a crowd's middle joins it, and who goes that far leaves, so that nobody flickers.
const JOIN = 15
const LEAVE = 21
// Crowds that come nearer than this to each other's edge are one.
const MERGE = 2
// A share of a pixel per member: the surface grows with the number.
const LEAST_RADIUS = 8.5
const RADIUS_GROWTH = 1.35

export function radiusOf(members: number, size: number): number {
  return (LEAST_RADIUS + RADIUS_GROWTH * Math.sqrt(members)) * size
}

/** Puts those together who stand together, and keeps crowds together that were so before. */
export class Crowds<T extends Standing> {
  private crowds: Crowd<T>[] = []
  private lastId = 0

  get all(): readonly Crowd<T>[] {
    return this.crowds
  }

  clear(): void {
    this.crowds = []
  }

  /** Looks at everybody anew. Size is how much larger than on a desktop marks are drawn. */
  gather(everybody: readonly T[], size: number): void {
    const here = new Set(everybody)
    const free = new Set(everybody)
    const kept: Crowd<T>[] = []
    for (const crowd of this.crowds) {
      const stayed = this.stayed(crowd, here, size)
      if (stayed.members.length < LEAST_MEMBERS) continue
      for (const member of stayed.members) free.delete(member)
      kept.push(stayed)
    }
    this.crowds = kept
    this.join(free, size)
    this.form(free, size)
    this.merge(size)
    for (const crowd of this.crowds) crowd.radius = radiusOf(crowd.members.length, size)
  }

  private stayed(crowd: Crowd<T>, here: ReadonlySet<T>, size: number): Crowd<T> {
    const present = crowd.members.filter(member => here.has(member))
    const middle = middleOf(present)
    const members = present.filter(member => distance(member, middle) <= LEAVE * size)
    return { ...crowd, members, ...middleOf(members) }
  }

  private join(free: Set<T>, size: number): void {
    for (const one of free) {
      const near = this.crowds.find(crowd => distance(crowd, one) <= JOIN * size)
      if (!near) continue
      near.members.push(one)
      free.delete(one)
    }
  }

  /** Whoever has most others around begins, so that the same places give the same crowds. */
  private form(free: Set<T>, size: number): void {
    const around = new Map<T, T[]>()
    const list = [...free].sort((a, b) => a.x - b.x || (a.name < b.name ? -1 : 1))
    for (const [i, one] of list.entries()) {
      for (let j = i + 1; j < list.length && list[j]!.x - one.x <= JOIN * size; j++) {
        const other = list[j]!
        if (distance(one, other) > JOIN * size) continue
        around.set(one, [...(around.get(one) ?? []), other])
        around.set(other, [...(around.get(other) ?? []), one])
      }
    }
    const centres = list
      .filter(one => (around.get(one)?.length ?? 0) >= LEAST_MEMBERS - 1)
      .sort((a, b) => around.get(b)!.length - around.get(a)!.length)
    for (const centre of centres) {
      if (!free.has(centre)) continue
      const members = [centre, ...around.get(centre)!.filter(other => free.has(other))]
      if (members.length < LEAST_MEMBERS) continue
      for (const member of members) free.delete(member)
      this.crowds.push({ id: ++this.lastId, members, ...middleOf(members), radius: 0 })
      this.join(free, size)
    }
  }

  /** The larger of two keeps its name. */
  private merge(size: number): void {
    const largest = [...this.crowds].sort((a, b) => b.members.length - a.members.length || a.id - b.id)
    const merged: Crowd<T>[] = []
    for (const crowd of largest) {
      const radius = radiusOf(crowd.members.length, size)
      const near = merged.find(
        other => distance(other, crowd) < radius + radiusOf(other.members.length, size) + MERGE * size,
      )
      if (near) {
        near.members.push(...crowd.members)
        Object.assign(near, middleOf(near.members))
      } else merged.push({ ...crowd, ...middleOf(crowd.members) })
    }
    this.crowds = merged
  }
}

/** How many of a crowd are in which state, in the order of the legend. */
export function countStates(members: readonly Standing[]): { state: PlayerState; count: number }[] {
  return STATES.map(state => ({ state, count: members.filter(each => each.state === state).length })).filter(
    ({ count }) => count > 0,
  )
}

/**
 * The least of some growing scales at which places of the world no longer are one crowd. Crowds hold together
 * while one zooms in: they are followed from scale to scale.
 */
export function partingScale(
  places: readonly { ew: number; ns: number }[],
  from: number,
  most: number,
): number {
  const crowds = new Crowds<Standing>()
  const standing = places.map((_, i) => ({ name: String(i), state: 'combat' as const, x: 0, y: 0 }))
  for (let scale = from; scale < most; scale *= 1.15) {
    for (const [i, { ew, ns }] of places.entries()) {
      standing[i]!.x = ew * scale
      standing[i]!.y = -ns * scale
    }
    crowds.gather(standing, 1)
    const largest = Math.max(0, ...crowds.all.map(crowd => crowd.members.length))
    if (scale > from && largest < places.length * 0.7) return scale
  }
  return most
}

function middleOf(places: readonly { x: number; y: number }[]): { x: number; y: number } {
  const count = Math.max(1, places.length)
  return {
    x: places.reduce((sum, { x }) => sum + x, 0) / count,
    y: places.reduce((sum, { y }) => sum + y, 0) / count,
  }
}

function distance(a: { x: number; y: number }, b: { x: number; y: number }): number {
  return Math.hypot(a.x - b.x, a.y - b.y)
}
