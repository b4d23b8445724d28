import { type LandPalette, TILE, type TileSpec } from './tile'
import type { PaintedTile, TileOrder } from './tile.worker'
import type { TilePainter } from './tilePainter'

export type TileImage = ImageBitmap | OffscreenCanvas | HTMLCanvasElement

// 96 tiles of a megabyte each: three screens of 1920 by 1080 and what lies around them.
const KEPT = 96
// One is being painted while the next waits, so that the worker never idles and never works on old wishes.
const IN_FLIGHT = 2

/**
 * Paints tiles beside the page and keeps the latest. Only what was wanted last is painted: wishes of a view
 * that is gone by now are forgotten.
 */
export class TileStore {
  private readonly tiles = new Map<string, TileImage>()
  private readonly inFlight = new Set<string>()
  private wanted: TileOrder[] = []
  private readonly send: (order: TileOrder) => void
  private readonly worker: Worker | null

  constructor(private readonly onTile: () => void) {
    this.worker = startWorker()
    if (this.worker) {
      const worker = this.worker
      worker.onmessage = ({ data }: MessageEvent<PaintedTile>) => this.receive(data.key, data.image)
      this.send = order => worker.postMessage(order)
    } else {
      const painter = loadPainter()
      this.send = async order => {
        const image = (await painter).paint(order.spec, order.palette)
        // Between two tiles the page gets its turn.
        setTimeout(() => this.receive(order.key, image))
      }
    }
  }

  /** The tile if it is painted; asking keeps it from being dropped. */
  get(key: string): TileImage | undefined {
    const image = this.tiles.get(key)
    if (image) {
      this.tiles.delete(key)
      this.tiles.set(key, image)
    }
    return image
  }

  /** Replaces all former wishes; the first is painted first. */
  want(specs: TileSpec[], palette: LandPalette): void {
    this.wanted = specs
      .map(spec => ({ key: tileKey(spec, palette), spec, palette }))
      .filter(order => !this.tiles.has(order.key) && !this.inFlight.has(order.key))
    this.feed()
  }

  close(): void {
    this.worker?.terminate()
    for (const image of this.tiles.values()) release(image)
    this.tiles.clear()
  }

  private feed(): void {
    while (this.inFlight.size < IN_FLIGHT) {
      const order = this.wanted.shift()
      if (!order) return
      this.inFlight.add(order.key)
      this.send(order)
    }
  }

  private receive(key: string, image: TileImage): void {
    this.inFlight.delete(key)
    this.tiles.set(key, image)
    for (const [oldest, old] of this.tiles) {
      if (this.tiles.size <= KEPT) break
      this.tiles.delete(oldest)
      release(old)
    }
    this.feed()
    this.onTile()
  }
}

export function tileKey(spec: TileSpec, palette: LandPalette): string {
  return `${palette.dark ? 'd' : 'l'} ${spec.density} ${spec.scale.toFixed(4)} ${spec.column} ${spec.row}`
}

/** Older browsers cannot draw in a worker: they draw here, a tile at a time. */
function startWorker(): Worker | null {
  if (typeof Worker === 'undefined' || typeof OffscreenCanvas === 'undefined') return null
  return new Worker(new URL('./tile.worker.ts', import.meta.url), { type: 'module' })
}

/** Only those browsers load the painter and the coast into the page itself. */
async function loadPainter(): Promise<TilePainter> {
  const { TilePainter } = await import('./tilePainter')
  return new TilePainter(canvas)
}

function canvas(): HTMLCanvasElement {
  const element = document.createElement('canvas')
  element.width = TILE
  element.height = TILE
  return element
}

function release(image: TileImage): void {
  if ('close' in image) image.close()
}
