import rows from '../data/landmask.txt'
import { decodeRuns } from '../data/runs'

/** Landblocks a side, and the corner of the first one, which is the north-west, in world coordinates. */
export const BLOCKS = 255
export const FIRST_EW = -101.95
export const FIRST_NS = 102.05

/** The letters of the mask for land, in the order in which palettes list their tints. */
export const BIOMES = 'gbdso'

const SEA = 255
// The drawn shore lies up to a block and a half outside the mask, and noise bends it further.
const SPREAD_BLOCKS = 5

/**
 * The biome of each landblock as its place in BIOMES, row by row from the north-west. Water takes the
 * biome of the nearest land, so that a tint reaches the drawn shore.
 */
export function biomes(lines: string[] = rows): Uint8Array {
  let grid = new Uint8Array(BLOCKS * BLOCKS).fill(SEA)
  lines.forEach((line, y) => {
    const letters = decodeRuns(line)
    for (let x = 0; x < BLOCKS; x++) {
      const at = BIOMES.indexOf(letters[x] ?? '~')
      if (at >= 0) grid[y * BLOCKS + x] = at
    }
  })
  for (let i = 0; i < SPREAD_BLOCKS; i++) grid = spread(grid)
  return grid.map(biome => (biome === SEA ? 0 : biome))
}

function spread(grid: Uint8Array): Uint8Array<ArrayBuffer> {
  const next = new Uint8Array(grid)
  for (let y = 0; y < BLOCKS; y++) {
    for (let x = 0; x < BLOCKS; x++) {
      const at = y * BLOCKS + x
      if (grid[at] === SEA) next[at] = neighbour(grid, x, y)
    }
  }
  return next
}

function neighbour(grid: Uint8Array, x: number, y: number): number {
  const at = y * BLOCKS + x
  if (x + 1 < BLOCKS && grid[at + 1] !== SEA) return grid[at + 1]!
  if (x > 0 && grid[at - 1] !== SEA) return grid[at - 1]!
  if (y + 1 < BLOCKS && grid[at + BLOCKS] !== SEA) return grid[at + BLOCKS]!
  if (y > 0 && grid[at - BLOCKS] !== SEA) return grid[at - BLOCKS]!
  return SEA
}
