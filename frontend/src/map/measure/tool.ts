import type { Palette } from '../palette'
import type { View } from '../view'

/** A place of the world. */
export interface Point {
  ns: number
  ew: number
}

/** Something that takes the clicks on the map instead of the map, and draws under the pointer. */
export interface MapTool {
  click(at: Point): void
  /** The pointer is here; null: off the map. */
  point(at: Point | null): void
  draw(context: CanvasRenderingContext2D, view: View, pointer: Point | null, palette: Palette): void
}
