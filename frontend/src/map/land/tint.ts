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
const COLOUR_STEP = 4
const GRAIN_FREQUENCY = 0.9
// From 16 pixels a unit on the grain is coarser than two pixels, from 32 coarser than four.
const GRAIN_SCALE = 8
const COARSEST_GRAIN = 4

/** Gives all pixels that are not transparent the colour of the ground there. */
export function paintGround(patch: Patch, grid: Uint8Array, tints: Tints, pixels: Uint8ClampedArray): void {
  const colours = new Lattice(patch, COLOUR_STEP, 3, (ew, ns, out, at) =>
    blend(ew, ns, grid, tints.colours, out, at),
  )
  const grainStep = Math.min(COARSEST_GRAIN, Math.max(1, Math.floor(patch.scale / GRAIN_SCALE)))
  const grains = grainStep > 1 ? new Lattice(patch, grainStep, 1, writeGrain) : null
  for (let y = 0; y < patch.height; y++) {
    const ns = patch.north - y / patch.scale
    for (let x = 0; x < patch.width; x++) {
      const at = (y * patch.width + x) * 4
      if (pixels[at + 3] === 0) continue
      const rough = grains ? grains.at(x, y, 0) : grain(patch.west + x / patch.scale, ns)
      const shade = rough * tints.grain * 2.4 + (hash(x, y) - 0.5) * tints.speckle
      pixels[at] = colours.at(x, y, 0) + shade
      pixels[at + 1] = colours.at(x, y, 1) + shade
      pixels[at + 2] = colours.at(x, y, 2) + shade
    }
  }
}

/** Light from the north-west over made-up ground: the difference of two nearby heights. */
function grain(ew: number, ns: number): number {
  const x = ew * GRAIN_FREQUENCY
  const y = ns * GRAIN_FREQUENCY
  return layeredNoise(x + 11, y) - layeredNoise(x + 11.5, y - 0.5)
}

function writeGrain(ew: number, ns: number, out: Float32Array, at: number): void {
  out[at] = grain(ew, ns)
}

/** Values that are computed each few pixels only and blended in between. */
class Lattice {
  private readonly columns: number
  private readonly values: Float32Array

  constructor(
    patch: Patch,
    private readonly step: number,
    private readonly channels: number,
    write: (ew: number, ns: number, out: Float32Array, at: number) => void,
  ) {
    this.columns = Math.ceil(patch.width / step) + 1
    const rows = Math.ceil(patch.height / step) + 1
    this.values = new Float32Array(this.columns * rows * channels)
    for (let j = 0; j < rows; j++) {
      const ns = patch.north - (j * step) / patch.scale
      for (let i = 0; i < this.columns; i++) {
        write(patch.west + (i * step) / patch.scale, ns, this.values, (j * this.columns + i) * channels)
      }
    }
  }

  at(x: number, y: number, channel: number): number {
    const { step, columns, channels, values } = this
    const i = Math.floor(x / step)
    const j = Math.floor(y / step)
    const u = x / step - i
    const v = y / step - j
    const a = (j * columns + i) * channels + channel
    const b = a + columns * channels
    const top = values[a]! + (values[a + channels]! - values[a]!) * u
    const bottom = values[b]! + (values[b + channels]! - values[b]!) * u
    return top + (bottom - top) * v
  }
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
