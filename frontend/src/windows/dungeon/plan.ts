import { isRecord, readNumber, readText } from '../../live/player'

/** One room of a dungeon: a square of the floor, metres within the landblock. */
export interface Cell {
  id: number
  x: number
  y: number
  z: number
  /** The rooms that a door leads to. */
  doors: readonly number[]
}

/** A dungeon as a plugin has sent it. */
export interface Plan {
  landblock: string
  name: string | null
  cells: readonly Cell[]
}

/** Rooms are built of squares of this side, metres. */
export const CELL_SIZE = 10
// Floors lie at least so far above each other, metres; less are steps and ramps within one.
const LEVEL_GAP = 4
const METRES_PER_UNIT = 240

/** Reads a `dungeon_map`, of the route or of the socket. Nonsense costs its room, and no more. */
export function readPlan(body: unknown): Plan | null {
  if (!isRecord(body)) return null
  const landblock = readBlock(body.landblock)
  if (landblock === null) return null
  const rows = Array.isArray(body.cells) ? body.cells : []
  return { landblock, name: readText(body.name), cells: rows.flatMap(row => readCell(row) ?? []) }
}

function readCell(row: unknown): Cell | null {
  if (!isRecord(row)) return null
  const [id, x, y] = [readNumber(row.id), readNumber(row.x), readNumber(row.y)]
  if (id === null || x === null || y === null) return null
  const doors = (Array.isArray(row.portals) ? row.portals : []).flatMap(door =>
    isRecord(door) ? (readNumber(door.to) ?? []) : [],
  )
  return { id, x, y, z: readNumber(row.z) ?? 0, doors }
}

/** A landblock as plugins write it: digits, a whole cell, or a number. */
export function readBlock(value: unknown): string | null {
  if (typeof value === 'number') return Number.isInteger(value) && value >= 0 ? blockText(value) : null
  const found = typeof value === 'string' ? /^(?:0x)?([0-9a-f]{1,8})$/i.exec(value.trim()) : null
  if (!found) return null
  const digits = found[1]!
  return blockText(Number.parseInt(digits.length > 4 ? digits.padStart(8, '0').slice(0, 4) : digits, 16))
}

function blockText(number: number): string {
  // A whole cell has its landblock in the upper half.
  const block = number > 0xffff ? Math.floor(number / 0x10000) : number
  return block.toString(16).toUpperCase().padStart(4, '0').slice(-4)
}

/** The heights of the floors, the lowest first. */
export function levelsOf(cells: readonly Cell[]): number[] {
  const heights = [...new Set(cells.map(({ z }) => z))].sort((a, b) => a - b)
  const levels: number[] = []
  for (const z of heights) {
    if (levels.length === 0 || z - levels.at(-1)! >= LEVEL_GAP) levels.push(z)
  }
  return levels
}

/** The floor that a height belongs to. */
export function levelAt(levels: readonly number[], z: number): number {
  let level = levels[0] ?? 0
  for (const each of levels) if (each <= z + LEVEL_GAP / 4) level = each
  return level
}

export interface Spot {
  x: number
  y: number
}

/** Where a position of the game lies within a landblock, metres: dungeons go on beyond its edges. */
export function withinBlock(landblock: string, place: { ew: number; ns: number }): Spot {
  const block = Number.parseInt(landblock, 16)
  const metres = (value: number, of: number) => (value * 10 + 1019.5 - of * 8) * 24
  return { x: metres(place.ew, block >> 8), y: metres(place.ns, block & 0xff) }
}

export const heightOf = (z: number) => z * METRES_PER_UNIT

/** The room in which or nearest to which somebody stands; null: nowhere near this dungeon. */
export function cellAt(plan: Plan, { x, y }: Spot, z: number | null): Cell | null {
  let nearest: Cell | null = null
  let least = CELL_SIZE * 1.5
  for (const cell of plan.cells) {
    const distance = Math.hypot(cell.x - x, cell.y - y) + (z === null ? 0 : Math.abs(cell.z - z) / 2)
    if (distance < least) {
      least = distance
      nearest = cell
    }
  }
  return nearest
}

export interface Bounds {
  left: number
  right: number
  bottom: number
  top: number
}

export function boundsOf(cells: readonly Cell[]): Bounds {
  const half = CELL_SIZE / 2
  const bounds = { left: Infinity, right: -Infinity, bottom: Infinity, top: -Infinity }
  for (const { x, y } of cells) {
    bounds.left = Math.min(bounds.left, x - half)
    bounds.right = Math.max(bounds.right, x + half)
    bounds.bottom = Math.min(bounds.bottom, y - half)
    bounds.top = Math.max(bounds.top, y + half)
  }
  return bounds
}
