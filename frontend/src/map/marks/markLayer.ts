import { CachedLayer } from '../cachedLayer'
import type { Layer } from '../layers'
import type { Palette } from '../palette'
import { OUTPOST_SCALE, PLACES } from '../places'
import { toX, toY, type View } from '../view'
import type { Mark, MarkKind } from './mark'
import { MarkSprites } from './markSprites'

/** The layer that switches each kind of mark; later ones are drawn above. */
const KINDS: [kind: MarkKind, layer: Layer][] = [
  ['poi', 'pois'],
  ['dungeon', 'dungeons'],
  ['portal', 'portals'],
  ['death', 'deaths'],
  ['rare', 'rares'],
]

/** From this many pixels a unit on points of interest are drawn, and places have their names. */
export const PLACE_SCALE = 6
const PORTAL_NAMES_SCALE = 10
// Places that are only houses are worth a mark once one is close.
const SETTLEMENT_RANK = 6
const SETTLEMENT_SCALE = 16
// Places keep this far apart in pixels, so that from afar they do not cover the land; events may be closer.
const PLACE_GAP = 13
const EVENT_GAP = 7
const FAR = 5.5
const MOST_NAMES = 240
// From afar only what matters is named: dungeons first, then landmarks, then everything.
const LANDMARK_NAMES_SCALE = 12
const ALL_NAMES_SCALE = 20
const SETTLEMENT_NAMES_SCALE = 40
// What is named like its kind need not be.
const NAMELESS = new Set(['Lifestone', 'Bind Stone', 'Bindstone'])

/** Marks of the world on the map: which of them are drawn, which named, and which is under the pointer. */
export class MarkLayer {
  private readonly lists = new Map<MarkKind, readonly Mark[]>()
  private shown: ReadonlySet<Layer> = new Set()
  private drawn: Mark[] = []
  private sprites!: MarkSprites
  private layer: CachedLayer | null = null

  /** Rises when other marks are drawn. */
  version = 0

  repaint(palette: Palette, density: number): void {
    this.sprites = new MarkSprites(palette, density)
    this.layer = new CachedLayer(density, (context, view) => this.paint(context, view))
  }

  set(kind: MarkKind, marks: readonly Mark[]): void {
    this.lists.set(kind, marks)
    this.layer?.invalidate()
  }

  show(layers: ReadonlySet<Layer>): void {
    this.shown = layers
    this.layer?.invalidate()
  }

  draw(context: CanvasRenderingContext2D, view: View, zooming: boolean): void {
    this.layer?.draw(context, view, zooming)
  }

  /** The mark nearest to a point of the screen within some pixels. */
  at(x: number, y: number, reach: number, view: View): Mark | null {
    let nearest: Mark | null = null
    let least = reach
    for (const mark of this.drawn) {
      const distance = Math.hypot(toX(view, mark.ew) - x, toY(view, mark.ns) - y)
      if (distance < least) {
        least = distance
        nearest = mark
      }
    }
    return nearest
  }

  /** The marks in view that are drawn. */
  seen(view: View): Mark[] {
    return this.drawn.filter(mark => isSeen(view, mark, 0))
  }

  /** The marks in view that may have a name beside them, what matters most first. */
  named(view: View): Mark[] {
    if (view.scale < PLACE_SCALE) return []
    return this.drawn
      .filter(mark => isNamed(mark, view.scale) && isSeen(view, mark, 0))
      .sort((a, b) => a.rank - b.rank || (a.id < b.id ? -1 : 1))
      .slice(0, MOST_NAMES)
  }

  private paint(context: CanvasRenderingContext2D, view: View): void {
    const size = view.scale < FAR ? 0.9 : 1.1
    const places = new Spaced(PLACE_GAP)
    if (this.shown.has('towns')) takeTowns(places, view)
    this.drawn = []
    // What is drawn above has the first choice of its place.
    for (const [kind, layer] of [...KINDS].reverse()) {
      if (!this.shown.has(layer)) continue
      const events = kind === 'death' || kind === 'rare'
      if (kind === 'poi' && view.scale < PLACE_SCALE) continue
      const spaced = events ? new Spaced(EVENT_GAP) : places
      for (const mark of this.lists.get(kind) ?? []) {
        if (mark.rank >= SETTLEMENT_RANK && view.scale < SETTLEMENT_SCALE) continue
        if (!isSeen(view, mark, 12)) continue
        if (spaced.take(toX(view, mark.ew), toY(view, mark.ns))) this.drawn.push(mark)
      }
    }
    this.drawn.reverse()
    for (const mark of this.drawn) {
      this.sprites.draw(context, mark, toX(view, mark.ew), toY(view, mark.ns), size)
    }
    this.version++
  }
}

function isNamed({ kind, name, rank }: Mark, scale: number): boolean {
  if (kind === 'death' || kind === 'rare' || NAMELESS.has(name)) return false
  if (kind === 'portal') return scale >= PORTAL_NAMES_SCALE
  if (rank >= SETTLEMENT_RANK) return scale >= SETTLEMENT_NAMES_SCALE
  return scale >= ALL_NAMES_SCALE || rank <= (scale >= LANDMARK_NAMES_SCALE ? 2 : 1)
}

function isSeen(view: View, { ew, ns }: Mark, margin: number): boolean {
  const [x, y] = [toX(view, ew), toY(view, ns)]
  return x > -margin && y > -margin && x < view.width + margin && y < view.height + margin
}

function takeTowns(places: Spaced, view: View): void {
  for (const { rank, ew, ns } of PLACES) {
    if (rank !== 'outpost' || view.scale >= OUTPOST_SCALE) places.take(toX(view, ew), toY(view, ns))
  }
}

/** Remembers where something stands already, so that nothing comes closer than the gap. */
export class Spaced {
  private readonly cells = new Map<number, [number, number][]>()

  constructor(private readonly gap: number) {}

  /** Takes a place unless one nearby is taken. */
  take(x: number, y: number): boolean {
    const [column, row] = [Math.floor(x / this.gap), Math.floor(y / this.gap)]
    for (let j = row - 1; j <= row + 1; j++) {
      for (let i = column - 1; i <= column + 1; i++) {
        const near = this.cells.get(j * 65536 + i)
        if (near?.some(([a, b]) => Math.hypot(a - x, b - y) < this.gap)) return false
      }
    }
    const key = row * 65536 + column
    const cell = this.cells.get(key)
    if (cell) cell.push([x, y])
    else this.cells.set(key, [[x, y]])
    return true
  }
}
