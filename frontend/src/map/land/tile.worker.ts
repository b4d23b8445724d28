import type { LandPalette, TileSpec } from './tile'
import { TilePainter } from './tilePainter'

/** What the page asks of the worker, and what it gets back. */
export interface TileOrder {
  key: string
  spec: TileSpec
  palette: LandPalette
}

export interface PaintedTile {
  key: string
  image: ImageBitmap
}

const painter = new TilePainter(side => new OffscreenCanvas(side, side))

self.onmessage = ({ data }: MessageEvent<TileOrder>) => {
  const surface = painter.paint(data.spec, data.palette) as OffscreenCanvas
  const image = surface.transferToImageBitmap()
  self.postMessage({ key: data.key, image } satisfies PaintedTile, { transfer: [image] })
}
