import type { Rgb } from './tint'

/** Colours of the land, as the theme has them. */
export interface LandPalette {
  dark: boolean
  water: string
  waterline: string
  shore: string
  /** One for each letter of BIOMES. */
  biomes: Rgb[]
}

/** A square of the drawn world at one scale. Tile 0, 0 has its upper left corner at 0N, 0E. */
export interface TileSpec {
  column: number
  row: number
  /** CSS pixels per map unit, and device pixels per CSS pixel. */
  scale: number
  density: number
}

/** Side of a tile in device pixels. */
export const TILE = 512
