import { BLOCKS, FIRST_EW, FIRST_NS } from './biomes'
import { hash, layeredNoise } from './noise'

export type Rgb = [number, number, number]

export interface Tints {
  /** One colour for each letter of BIOMES. */
  colours: Rgb[]
  /** How strongly the ground is grained, in steps of 255; under 4 % of it so that nobody takes it for hills. */
  grain: number
  /** Roughness of single pixels, the paper. */
  speckle: number
}

/** Where a block of pixels lies: world coordinates of its upper left corner, pixels per map unit. */
export interface Patch {
  west: number
  north: number
  scale: number
  width: number
  height: number
}

// Borders between biomes wander by this many units, over distances of a few units.
const BEND = 4.6
const BEND_FREQUENCY = 0.35
// Radius of the kernel that blends neighbouring blocks, in blocks.
const KERNEL = 1.9
// Biome colours change slowly: they are computed each so many pixels and blended between.
const LATTICE = 4
const GRAIN_FREQUENCY = 0.9

/** Paints the ground of a patch into RGBA pixels, shore and water left aside. */
export function paintGround(patch: Patch, grid: Uint8Array, tints: Tints, pixels: Uint8ClampedArray): void {
  const columns = Math.ceil(patch.width / LATTICE) + 1
  const lattice = colourLattice(patch, columns, Math.ceil(patch.height / LATTICE) + 1, grid, tints)
  const step = 1 / patch.scale
  for (let y = 0; y < patch.height; y++) {
    const ns = patch.north - (y + 0.5) * step
    const v = (y % LATTICE) / LATTICE
    const row = Math.floor(y / LATTICE) * columns
    for (let x = 0; x < patch.width; x++) {
      const ew = patch.west + (x + 0.5) * step
      const shade = grain(ew, ns) * tints.grain * 2.4 + (hash(x, y) - 0.5) * tints.speckle
      const u = (x % LATTICE) / LATTICE
      const a = (row + Math.floor(x / LATTICE)) * 3
      const b = a + columns * 3
      const at = (y * patch.width + x) * 4
      for (let c = 0; c < 3; c++) {
        const top = lattice[a + c]! + (lattice[a + 3 + c]! - lattice[a + c]!) * u
        const bottom = lattice[b + c]! + (lattice[b + 3 + c]! - lattice[b + c]!) * u
        pixels[at + c] = top + (bottom - top) * v + shade
      }
      pixels[at + 3] = 255
    }
  }
}

/** Light from the north-west over made-up ground: the difference of two nearby heights. */
function grain(ew: number, ns: number): number {
  const x = ew * GRAIN_FREQUENCY
  const y = ns * GRAIN_FREQUENCY
  return layeredNoise(x + 11, y) - layeredNoise(x + 11.5, y - 0.5)
}

function colourLattice(
  patch: Patch,
  columns: number,
  rows: number,
  grid: Uint8Array,
  tints: Tints,
): Float32Array {
  const lattice = new Float32Array(columns * rows * 3)
  for (let j = 0; j < rows; j++) {
    for (let i = 0; i < columns; i++) {
      const ew = patch.west + (i * LATTICE) / patch.scale
      const ns = patch.north - (j * LATTICE) / patch.scale
      blend(ew, ns, grid, tints.colours, lattice, (j * columns + i) * 3)
    }
  }
  return lattice
}

/** The mean colour of the blocks around a position that noise has moved, nearer ones counting more. */
function blend(
  ew: number,
  ns: number,
  grid: Uint8Array,
  colours: Rgb[],
  out: Float32Array,
  at: number,
): void {
  const bendX = (layeredNoise(ew * BEND_FREQUENCY, ns * BEND_FREQUENCY) - 0.5) * BEND
  const bendY = (layeredNoise(ew * BEND_FREQUENCY + 40, ns * BEND_FREQUENCY + 90) - 0.5) * BEND
  const x = (ew - FIRST_EW + bendX) / 0.8 - 0.5
  const y = (FIRST_NS - ns + bendY) / 0.8 - 0.5
  const left = Math.floor(x)
  const top = Math.floor(y)
  let total = 0
  for (let j = top - 1; j < top + 3; j++) {
    for (let i = left - 1; i < left + 3; i++) {
      const weight = KERNEL - Math.hypot(i - x, j - y)
      if (weight <= 0) continue
      const colour = colours[grid[clamp(j) * BLOCKS + clamp(i)]!]!
      out[at] = out[at]! + colour[0] * weight
      out[at + 1] = out[at + 1]! + colour[1] * weight
      out[at + 2] = out[at + 2]! + colour[2] * weight
      total += weight
    }
  }
  for (let c = 0; c < 3; c++) out[at + c] = out[at + c]! / total
}

const clamp = (block: number) => Math.min(BLOCKS - 1, Math.max(0, block))
