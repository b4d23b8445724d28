import type { Palette } from './palette'
import { toEw, toNs, toX, toY, type View } from './view'

/** Space that is taken by controls, in CSS pixels of the map. */
export type Rect = [left: number, top: number, right: number, bottom: number]

// The lines end where the world does.
const END = 100
// Spacing of the lines, and the gap in pixels from which on it is used.
const STEPS: [step: number, least: number][] = [
  [20, 0],
  [10, 18],
  [1, 56],
  [0.1, 56],
]
// Coordinates stand this far apart at least, along the top and down the side.
const LEAST_ACROSS = 36
const LEAST_DOWN = 22

export function gridStep(scale: number): number {
  return STEPS.findLast(([step, least]) => step * scale >= least)![0]
}

/** Each how manieth line is named, so that names keep a gap of so many pixels. */
export function nameEvery(step: number, scale: number, gap: number): number {
  return [1, 2, 5].find(every => every * step * scale >= gap) ?? 10
}

/** Lines of longitude and latitude, with their coordinates along the top and the left edge. */
export function drawGraticule(
  context: CanvasRenderingContext2D,
  view: View,
  palette: Palette,
  controls: Rect[],
): void {
  const step = gridStep(view.scale)
  const digits = step < 1 ? 1 : 0
  context.strokeStyle = palette.grid
  context.lineWidth = 1
  const meridians = between(toEw(view, 0), toEw(view, view.width), step)
  const parallels = between(toNs(view, view.height), toNs(view, 0), step)
  strokeLines(context, view, meridians, parallels)
  context.font = `400 10.5px ${palette.font}`
  context.fillStyle = palette.gridInk
  context.textBaseline = 'middle'
  context.globalAlpha = 0.85
  context.textAlign = 'center'
  const across = step * nameEvery(step, view.scale, LEAST_ACROSS)
  for (const ew of meridians.filter(each => isMultiple(each, across))) {
    const x = toX(view, ew)
    if (x > 30 && x < view.width - 16 && isFree(controls, [x - 16, 0, x + 16, 16])) {
      context.fillText(edgeText(ew, digits, 'E', 'W'), x, 9)
    }
  }
  context.textAlign = 'left'
  const down = step * nameEvery(step, view.scale, LEAST_DOWN)
  for (const ns of parallels.filter(each => isMultiple(each, down))) {
    const y = toY(view, ns)
    if (y > 22 && y < view.height - 12 && isFree(controls, [0, y - 14, 36, y])) {
      context.fillText(edgeText(ns, digits, 'N', 'S'), 6, y - 6)
    }
  }
  context.globalAlpha = 1
}

function strokeLines(
  context: CanvasRenderingContext2D,
  view: View,
  meridians: number[],
  parallels: number[],
): void {
  const crisp = (value: number) => Math.round(value) + 0.5
  const stroke = (ew: number[], ns: number[]) => {
    context.beginPath()
    for (const each of ew) {
      context.moveTo(crisp(toX(view, each)), toY(view, END))
      context.lineTo(crisp(toX(view, each)), toY(view, -END))
    }
    for (const each of ns) {
      context.moveTo(toX(view, -END), crisp(toY(view, each)))
      context.lineTo(toX(view, END), crisp(toY(view, each)))
    }
    context.stroke()
  }
  stroke(meridians, parallels)
  // Equator and prime meridian are drawn twice, which makes them a little stronger.
  stroke(
    meridians.filter(ew => ew === 0),
    parallels.filter(ns => ns === 0),
  )
}

function between(from: number, to: number, step: number): number[] {
  const values: number[] = []
  const last = Math.min(END, to)
  for (let i = Math.ceil(Math.max(-END, from) / step); i * step <= last + 1e-9; i++) {
    // Multiples of a tenth come out as 0.30000000000000004 otherwise, and zero as -0.
    values.push(Math.round(i * step * 10) / 10 + 0)
  }
  return values
}

function isMultiple(value: number, of: number): boolean {
  return Math.abs(value / of - Math.round(value / of)) < 1e-6
}

function edgeText(value: number, digits: number, positive: string, negative: string): string {
  if (value === 0) return '0'
  return Math.abs(value).toFixed(digits) + (value < 0 ? negative : positive)
}

function isFree(taken: Rect[], [left, top, right, bottom]: Rect): boolean {
  return !taken.some(t => left < t[2] && right > t[0] && top < t[3] && bottom > t[1])
}
