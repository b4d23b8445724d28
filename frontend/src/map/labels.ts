import type { Rect } from './graticule'

/** A name that wants a place beside its dot. Lists are in the order of importance. */
export interface LabelWish {
  id: string
  /** The dot, and how far from it the text stays. */
  x: number
  y: number
  gap: number
  width: number
  height: number
  /** Whether it may stand farther away than beside its dot. */
  mayWander: boolean
}

/** Where the upper left corner of a text goes, seen from its dot. */
export interface LabelOffset {
  dx: number
  dy: number
}

const CELL = 64
// Names may touch the map's edge but not cross it.
const EDGE = 4
// Air left and right of a text.
const AIR = 2

/**
 * Finds a place for as many labels as possible, the important ones first, the rest is left out. A label
 * keeps its former place while that is free, so that nothing flickers.
 */
export function placeLabels(
  wishes: LabelWish[],
  taken: Rect[],
  size: { width: number; height: number },
  former: ReadonlyMap<string, LabelOffset> = new Map(),
): Map<string, LabelOffset> {
  const placed = new Map<string, LabelOffset>()
  const occupied = new Occupied(taken)
  for (const wish of wishes) {
    if (wish.x < 0 || wish.y < 0 || wish.x > size.width || wish.y > size.height) continue
    const before = former.get(wish.id)
    for (const offset of before ? [before, ...offsets(wish)] : offsets(wish)) {
      const rect = rectOf(wish, offset)
      const outside =
        rect[0] < EDGE || rect[1] < EDGE || rect[2] > size.width - EDGE || rect[3] > size.height - EDGE
      if (outside || occupied.hits(rect)) continue
      occupied.add(rect)
      placed.set(wish.id, offset)
      break
    }
  }
  return placed
}

export function rectOf(wish: LabelWish, { dx, dy }: LabelOffset): Rect {
  return [wish.x + dx - AIR, wish.y + dy, wish.x + dx + wish.width + AIR, wish.y + dy + wish.height]
}

/** Right, left, above, below, then the corners; farther away only for those that may. */
function offsets({ gap, width, height, mayWander }: LabelWish): LabelOffset[] {
  const middle = -height / 2
  const above = -height - gap + 1
  const below = gap - 1
  const beside: LabelOffset[] = [
    { dx: gap, dy: middle },
    { dx: -gap - width, dy: middle },
    { dx: -width / 2, dy: above },
    { dx: -width / 2, dy: below },
    { dx: gap, dy: middle - 8 },
    { dx: gap, dy: middle + 8 },
    { dx: -gap - width, dy: middle - 8 },
    { dx: -gap - width, dy: middle + 8 },
    { dx: -6, dy: above },
    { dx: 6 - width, dy: above },
    { dx: -6, dy: below },
    { dx: 6 - width, dy: below },
  ]
  if (!mayWander) return beside
  return [
    ...beside,
    { dx: gap + 8, dy: middle - 6 },
    { dx: gap + 8, dy: middle + 6 },
    { dx: -gap - 8 - width, dy: middle - 6 },
    { dx: -gap - 8 - width, dy: middle + 6 },
    { dx: -width / 2, dy: above - height / 2 - 5 },
    { dx: -width / 2, dy: below + height / 2 + 5 },
  ]
}

/** Rectangles in a grid, so that a text is compared with its neighbours only. */
class Occupied {
  private readonly cells = new Map<number, Rect[]>()

  constructor(rects: Rect[]) {
    for (const rect of rects) this.add(rect)
  }

  add(rect: Rect): void {
    for (const key of cellsOf(rect)) {
      const cell = this.cells.get(key)
      if (cell) cell.push(rect)
      else this.cells.set(key, [rect])
    }
  }

  hits([left, top, right, bottom]: Rect): boolean {
    for (const key of cellsOf([left, top, right, bottom])) {
      const cell = this.cells.get(key)
      if (cell?.some(r => left < r[2] && right > r[0] && top < r[3] && bottom > r[1])) return true
    }
    return false
  }
}

function cellsOf([left, top, right, bottom]: Rect): number[] {
  const keys: number[] = []
  for (let y = Math.floor(top / CELL); y <= Math.floor(bottom / CELL); y++) {
    for (let x = Math.floor(left / CELL); x <= Math.floor(right / CELL); x++) keys.push(y * 4096 + x)
  }
  return keys
}
