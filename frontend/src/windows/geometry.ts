/** A window's place on the stage, in CSS pixels from its upper left corner. */
export interface Box {
  x: number
  y: number
  width: number
  height: number
}

export interface Size {
  width: number
  height: number
}

/** Between windows, and between them and the stage's edge. */
export const GAP = 8
/** A window's bar. */
export const BAR = 32
// Edges this near come together.
const REACH = 10
// So much of a window's bar stays on the stage, so that it can be pulled back.
const GRIP = 96
// The pointer this near to the stage's side asks for that half of it.
const EDGE = 3

/** The box as far as the stage has room for it. */
export function fit(box: Box, stage: Size, least: Size): Box {
  const width = Math.max(Math.min(box.width, stage.width - 2 * GAP), Math.min(least.width, stage.width))
  const height = Math.max(Math.min(box.height, stage.height - 2 * GAP), Math.min(least.height, stage.height))
  return {
    x: between(box.x, GRIP - width, stage.width - GRIP),
    y: between(box.y, 0, Math.max(0, stage.height - BAR)),
    width,
    height,
  }
}

/** A moved box, drawn to edges that are near: the stage's and the other windows'. */
export function snapMoved(box: Box, others: readonly Box[], stage: Size): Box {
  const x = nearest(box.x, box.width, linesOf(others, stage.width, 'x', 'width'))
  const y = nearest(box.y, box.height, linesOf(others, stage.height, 'y', 'height'))
  return { ...box, x, y }
}

/** Which edges of a box are pulled: -1 the first (left or upper), 1 the last, 0 none. */
export interface Pull {
  x: -1 | 0 | 1
  y: -1 | 0 | 1
}

/** The box with the pulled edges moved, never smaller than the least, drawn to edges that are near. */
export function resized(
  box: Box,
  pull: Pull,
  by: { x: number; y: number },
  least: Size,
  others: readonly Box[],
  stage: Size,
): Box {
  const [x, width] = pulled(
    box.x,
    box.width,
    pull.x,
    by.x,
    least.width,
    linesOf(others, stage.width, 'x', 'width'),
  )
  const [y, height] = pulled(
    box.y,
    box.height,
    pull.y,
    by.y,
    least.height,
    linesOf(others, stage.height, 'y', 'height'),
  )
  return { x, y, width, height }
}

/** The half of the stage that a pointer at its side asks for. */
export function halfAt(pointerX: number, stage: Size): Box | null {
  if (pointerX > EDGE && pointerX < stage.width - EDGE) return null
  const width = (stage.width - 3 * GAP) / 2
  return {
    x: pointerX <= EDGE ? GAP : 2 * GAP + width,
    y: GAP,
    width,
    height: stage.height - 2 * GAP,
  }
}

/** Boxes for so many windows, side by side, that fill the stage. */
export function tiled(count: number, stage: Size): Box[] {
  if (count === 0) return []
  // Windows are rather upright; of two numbers of columns nearly as good, the larger one.
  const upright = Math.sqrt((count * stage.width) / stage.height / 1.3)
  const columns = Math.max(1, Math.min(count, Math.ceil(upright - 0.25)))
  const boxes: Box[] = []
  const width = (stage.width - GAP) / columns - GAP
  for (let column = 0; column < columns; column++) {
    const rows = Math.floor(count / columns) + (column < count % columns ? 1 : 0)
    const height = (stage.height - GAP) / rows - GAP
    for (let row = 0; row < rows; row++) {
      boxes.push({
        x: Math.round(GAP + column * (width + GAP)),
        y: Math.round(GAP + row * (height + GAP)),
        width: Math.floor(width),
        height: Math.floor(height),
      })
    }
  }
  return boxes
}

/** Where a new window of this size hides least: beside the others, from the right edge inwards. */
export function freePlace(size: Size, others: readonly Box[], stage: Size): Box {
  const [right, bottom] = [stage.width - size.width - GAP, stage.height - size.height - GAP]
  const xs = [right, GAP, ...others.flatMap(box => [box.x - size.width - GAP, box.x + box.width + GAP])]
  const ys = [GAP, bottom, ...others.flatMap(box => [box.y, box.y + box.height + GAP])]
  let best: Box = { ...size, x: Math.max(GAP, right), y: GAP }
  let least = Number.POSITIVE_INFINITY
  for (const x of xs) {
    for (const y of ys) {
      if (x < GAP || y < GAP || x > right || y > bottom) continue
      const box = { ...size, x, y }
      const hidden = others.reduce((sum, other) => sum + overlap(box, other), 0)
      if (hidden < least) [best, least] = [box, hidden]
    }
  }
  return best
}

/** The area that two boxes share, in square pixels. */
export function overlap(a: Box, b: Box): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x)
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y)
  return Math.max(0, width) * Math.max(0, height)
}

/** Lines that an edge may come to rest on: for the first edge of a box, and for its last. */
interface Lines {
  first: number[]
  last: number[]
}

function linesOf(others: readonly Box[], length: number, at: 'x' | 'y', size: 'width' | 'height'): Lines {
  const lines: Lines = { first: [GAP], last: [length - GAP] }
  for (const box of others) {
    const [start, end] = [box[at], box[at] + box[size]]
    lines.first.push(start, end + GAP)
    lines.last.push(end, start - GAP)
  }
  return lines
}

function nearest(start: number, size: number, lines: Lines): number {
  const starts = [...lines.first, ...lines.last.map(line => line - size)]
  return closest(start, starts)
}

function pulled(
  start: number,
  size: number,
  pull: -1 | 0 | 1,
  by: number,
  least: number,
  lines: Lines,
): [start: number, size: number] {
  if (pull === 0) return [start, size]
  const end = start + size
  if (pull === 1) return [start, Math.max(least, closest(end + by, lines.last) - start)]
  const next = Math.min(closest(start + by, lines.first), end - least)
  return [next, end - next]
}

function closest(value: number, candidates: number[]): number {
  let best = value
  let distance = REACH
  for (const each of candidates) {
    if (Math.abs(each - value) < distance) [best, distance] = [each, Math.abs(each - value)]
  }
  return best
}

function between(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), Math.max(low, high))
}

/** Whether nothing of a box is seen behind those in front of it. */
export function isCovered(box: Box, inFront: readonly Box[]): boolean {
  let seen: Box[] = [box]
  for (const other of inFront) seen = seen.flatMap(part => without(part, other))
  return seen.length === 0
}

/** What is left of a box beside another: strips above, below, left and right of it. */
function without(box: Box, other: Box): Box[] {
  const [right, bottom] = [box.x + box.width, box.y + box.height]
  const [left, top] = [Math.max(box.x, other.x), Math.max(box.y, other.y)]
  const [farRight, farBottom] = [
    Math.min(right, other.x + other.width),
    Math.min(bottom, other.y + other.height),
  ]
  if (farRight <= left || farBottom <= top) return [box]
  const height = farBottom - top
  return [
    { x: box.x, y: box.y, width: box.width, height: top - box.y },
    { x: box.x, y: farBottom, width: box.width, height: bottom - farBottom },
    { x: box.x, y: top, width: left - box.x, height },
    { x: farRight, y: top, width: right - farRight, height },
  ].filter(part => part.width > 0 && part.height > 0)
}
