import { biomes } from './biomes'
import { Shore } from './shore'
import { type LandPalette, TILE, type TileSpec } from './tile'
import { paintGround } from './tint'

type Context = OffscreenCanvasRenderingContext2D | CanvasRenderingContext2D
type Surface = OffscreenCanvas | HTMLCanvasElement

// Distance from the shore in pixels, and how much of the colour: the farthest line first.
const WATER_LINES: [number, number][] = [
  [13, 0.3],
  [8.5, 0.5],
  [5, 0.75],
  [2.4, 1],
]
// Width and strength of the light along the inner shore.
const INNER_SHORE: { dark: [number, number][]; light: [number, number][] } = {
  dark: [
    [14, 0.05],
    [7, 0.06],
    [3, 0.1],
  ],
  light: [
    [16, 0.06],
    [8, 0.07],
    [3.5, 0.12],
  ],
}
// Strokes reach this far beyond a tile's edge, in CSS pixels; the clip box lies outside of it.
const REACH = 48

/** Draws tiles of land and water: everything of the map that only changes with the zoom. */
export class TilePainter {
  private readonly shore = new Shore()
  private readonly grid = biomes()
  private readonly ground: Surface

  constructor(private readonly makeSurface: (side: number) => Surface) {
    this.ground = makeSurface(TILE)
  }

  paint(spec: TileSpec, palette: LandPalette): Surface {
    const surface = this.makeSurface(TILE)
    const context = surface.getContext('2d') as Context
    const side = TILE / spec.density
    const west = (spec.column * side) / spec.scale
    const north = -(spec.row * side) / spec.scale
    const path = this.outline(west, north, spec.scale, side)
    context.scale(spec.density, spec.density)
    context.lineJoin = 'round'
    context.fillStyle = palette.water
    context.fillRect(0, 0, side, side)
    if (!path) return surface
    const size = Math.min(1.5, Math.max(0.6, spec.scale / 5))
    strokeWater(context, path, palette, size)
    this.paintGround(context, spec, palette, path, west, north)
    context.save()
    context.clip(path, 'evenodd')
    strokeInnerShore(context, path, palette, size)
    context.restore()
    context.globalAlpha = palette.dark ? 0.85 : 0.95
    context.lineWidth = 0.9
    context.strokeStyle = palette.shore
    context.stroke(path)
    return surface
  }

  /** The shores in a tile as a path in its CSS pixels, or null at sea. */
  private outline(west: number, north: number, scale: number, side: number): Path2D | null {
    const margin = REACH / scale
    const size = side / scale
    const box = {
      west: west - margin,
      north: north + margin,
      east: west + size + margin,
      south: north - size - margin,
    }
    const rings = this.shore.near(box, scale)
    if (rings.length === 0) return null
    const path = new Path2D()
    for (const ring of rings) {
      for (let i = 0; i < ring.length; i += 2) {
        const x = (ring[i]! - west) * scale
        const y = (north - ring[i + 1]!) * scale
        if (i === 0) path.moveTo(x, y)
        else path.lineTo(x, y)
      }
      path.closePath()
    }
    return path
  }

  /** Only the pixels of land are worth their colour: the path is filled first to tell which those are. */
  private paintGround(
    context: Context,
    spec: TileSpec,
    palette: LandPalette,
    path: Path2D,
    west: number,
    north: number,
  ): void {
    const ground = this.ground.getContext('2d', { willReadFrequently: true }) as Context
    ground.setTransform(spec.density, 0, 0, spec.density, 0, 0)
    ground.clearRect(0, 0, TILE, TILE)
    ground.fill(path, 'evenodd')
    const image = ground.getImageData(0, 0, TILE, TILE)
    const patch = { west, north, scale: spec.scale * spec.density, width: TILE, height: TILE }
    const tints = {
      colours: palette.biomes,
      grain: palette.dark ? 7 : 9,
      speckle: palette.dark ? 2.4 : 4,
    }
    paintGround(patch, this.grid, tints, image.data)
    ground.putImageData(image, 0, 0)
    context.drawImage(this.ground, 0, 0, TILE / spec.density, TILE / spec.density)
  }
}

/** Each line is a wide stroke in its colour with a slightly narrower one in the water's colour on top. */
function strokeWater(context: Context, path: Path2D, palette: LandPalette, size: number): void {
  for (const [distance, strength] of WATER_LINES) {
    context.globalAlpha = strength
    context.lineWidth = distance * 2 * size + 1
    context.strokeStyle = palette.waterline
    context.stroke(path)
    context.globalAlpha = 1
    context.lineWidth = distance * 2 * size - 0.7
    context.strokeStyle = palette.water
    context.stroke(path)
  }
}

function strokeInnerShore(context: Context, path: Path2D, palette: LandPalette, size: number): void {
  context.strokeStyle = palette.shore
  for (const [width, strength] of palette.dark ? INNER_SHORE.dark : INNER_SHORE.light) {
    context.globalAlpha = strength
    context.lineWidth = width * size
    context.stroke(path)
  }
}
