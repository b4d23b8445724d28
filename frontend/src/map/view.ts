/**
 * What part of the world is on the screen. World coordinates are the game's map units: east and north
 * positive, one unit is 240 m, the land lies within ±102. Screen coordinates are CSS pixels.
 */
export interface View {
  /** Size of the map in CSS pixels. */
  width: number
  height: number
  /** Where on the screen the view's centre lies: the middle of what no sheet covers. */
  cx: number
  cy: number
  /** World coordinates of the centre. */
  ew: number
  ns: number
  /** CSS pixels per map unit. */
  scale: number
}

/** Positions farther out than this are dungeons, whose coordinates say nothing about the surface. */
export const WORLD_EDGE = 102.05

export const METRES_PER_UNIT = 240

/** One landblock, the closest the map goes. */
export const LANDBLOCK_UNITS = 0.8

export const toX = (view: View, ew: number) => view.cx + (ew - view.ew) * view.scale
export const toY = (view: View, ns: number) => view.cy - (ns - view.ns) * view.scale
export const toEw = (view: View, x: number) => view.ew + (x - view.cx) / view.scale
export const toNs = (view: View, y: number) => view.ns - (y - view.cy) / view.scale

/** Whether a position is on the surface; missing and nonsensical ones are not. */
export function onSurface(ew: number | null, ns: number | null): boolean {
  return ew !== null && ns !== null && Math.abs(ew) <= WORLD_EDGE && Math.abs(ns) <= WORLD_EDGE
}

// Maps narrower than this, in CSS pixels, are worked with a thumb.
const PHONE_WIDTH = 480

/** How much larger than on a desktop marks are: fingers need larger ones, and there is room for them when one is close. */
export function markSize({ width, scale }: View): number {
  if (width < PHONE_WIDTH) return scale < 4 ? 1.1 : 1.35
  return scale < 5.5 ? 1 : scale < 14 ? 1.1 : 1.25
}
