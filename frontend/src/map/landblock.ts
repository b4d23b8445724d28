import { LANDBLOCK_UNITS, WORLD_EDGE } from './view'

// The land begins at this coordinate, in the west and in the south.
const FIRST = -101.95
const BLOCKS = 255

/** The landblock of a place on the surface, as the game writes it: `A9B4`; null beyond the land. */
export function landblockOf(ns: number, ew: number): string | null {
  const [x, y] = [blockAt(ew), blockAt(ns)]
  return x === null || y === null ? null : hex(x) + hex(y)
}

/** The middle of a landblock on the surface; null: the text is no landblock. */
export function readLandblock(text: string): { ns: number; ew: number } | null {
  const found = /^(?:0x)?([0-9a-f]{2})([0-9a-f]{2})(?:[0-9a-f]{4})?$/i.exec(text.trim())
  if (!found) return null
  const [x, y] = [Number.parseInt(found[1]!, 16), Number.parseInt(found[2]!, 16)]
  if (x >= BLOCKS || y >= BLOCKS) return null
  return { ew: middleOf(x), ns: middleOf(y) }
}

function blockAt(value: number): number | null {
  const block = Math.floor((value - FIRST) / LANDBLOCK_UNITS + 1e-9)
  return block >= 0 && block < BLOCKS && value <= WORLD_EDGE ? block : null
}

function middleOf(block: number): number {
  return Math.round((FIRST + (block + 0.5) * LANDBLOCK_UNITS) * 100) / 100
}

const hex = (value: number) => value.toString(16).toUpperCase().padStart(2, '0')
