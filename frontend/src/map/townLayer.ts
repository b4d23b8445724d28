import type { Palette } from './palette'
import { OUTPOST_SCALE, PLACES } from './places'
import { toX, toY, type View } from './view'

/** The dots of towns and outposts: squares, larger for capitals, open for what is destroyed or an outpost. */
export function drawTowns(context: CanvasRenderingContext2D, view: View, palette: Palette): void {
  for (const place of PLACES) {
    if (place.rank === 'outpost' && view.scale < OUTPOST_SCALE) continue
    const [x, y] = [toX(view, place.ew), toY(view, place.ns)]
    if (x < -8 || y < -8 || x > view.width + 8 || y > view.height + 8) continue
    const half = place.rank === 'capital' ? 2.6 : 2
    context.fillStyle = palette.halo
    context.fillRect(x - half - 1.2, y - half - 1.2, half * 2 + 2.4, half * 2 + 2.4)
    if (place.destroyed || place.rank === 'outpost') {
      context.strokeStyle = place.rank === 'outpost' ? palette.place : palette.town
      context.lineWidth = 1
      context.strokeRect(x - half + 0.5, y - half + 0.5, half * 2 - 1, half * 2 - 1)
    } else {
      context.fillStyle = palette.town
      context.fillRect(x - half, y - half, half * 2, half * 2)
    }
  }
}
