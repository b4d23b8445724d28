import type { Crowd } from './crowds'
import type { Rect } from './graticule'
import { LabelSprites, type LabelStyle } from './labelSprites'
import { type LabelOffset, type LabelWish, placeLabels } from './labels'
import type { Marker, Markers } from './markers'
import type { Mark } from './marks/mark'
import type { Overlays } from './overlays'
import type { Palette } from './palette'
import { OUTPOST_SCALE, PLACES, type Place } from './places'
import { toEw, toNs, toX, toY, type View } from './view'

/** What decides about labels beside the view. */
export interface LabelScene {
  view: View
  markers: Markers
  overlays: Overlays
  followed: string | null
  selected: string | null
  /** Several that are followed together. */
  group: ReadonlySet<string>
  controls: () => Rect[]
  /** How much larger than on a desktop everything is drawn. */
  size: number
}

interface Label {
  wish: LabelWish
  text: string
  style: LabelStyle
  /** What it belongs to and moves with. */
  anchor: Anchor
}

/** Who moves, or what lies in a place of the world. */
type Anchor = Marker | { ew: number; ns: number }

interface Shown {
  label: Label
  offset: LabelOffset
  /** 0 to 1, while it comes and goes. */
  presence: number
  leaving: boolean
}

// Places are looked for this often; in between labels move along with their dots.
const PLACE_EVERY = 160
const FADE = 140
// Room that the coordinates take along the edges.
const EDGE_LEFT = 34
const EDGE_TOP = 18
const MARK = 5
// A name's halo and a pixel.
const HALO = 4
// From afar one of a crowd lends it a name; close by everybody has room for one.
const CROWD_FAR = 28
const CROWD_NEAR = 9

/** The names on the map: which are shown, where, and how they come and go. */
export class LabelLayer {
  private readonly sprites: LabelSprites
  private shown = new Map<string, Shown>()
  private placedAt = Number.NEGATIVE_INFINITY
  private due = true

  constructor(
    private readonly palette: Palette,
    density: number,
    private readonly reducedMotion: () => boolean,
  ) {
    this.sprites = new LabelSprites(palette, density)
  }

  /** Something moved, came or went: places are to be looked for again. */
  invalidate(): void {
    this.due = true
  }

  /** Looks for places if it is time. Tells whether another frame is needed. */
  step(scene: LabelScene, now: number, elapsed: number): boolean {
    if (this.due && now - this.placedAt >= PLACE_EVERY) this.place(scene, now)
    return this.fade(elapsed) || this.due
  }

  /** Draws what of the names lies in a part of the view. */
  draw(context: CanvasRenderingContext2D, view: View, [left, top, right, bottom]: Rect): void {
    for (const { label, offset, presence } of this.shown.values()) {
      const anchor = anchorPoint(label.anchor, view)
      const [x, y] = [anchor[0] + offset.dx, anchor[1] + offset.dy]
      const { width, height } = label.wish
      if (x > right + HALO || y > bottom + HALO || x + width < left - HALO || y + height < top - HALO)
        continue
      context.globalAlpha = presence
      this.sprites.draw(context, this.sprites.get(label.text, label.style), x, y)
    }
    context.globalAlpha = 1
  }

  private place(scene: LabelScene, now: number): void {
    const labels = this.wishes(scene)
    const former = new Map<string, LabelOffset>()
    for (const [id, shown] of this.shown) if (!shown.leaving) former.set(id, shown.offset)
    const taken = this.taken(scene)
    const wishes = labels.map(label => label.wish)
    const placed = placeLabels(wishes, taken, scene.view, former)
    const next = new Map<string, Shown>()
    for (const label of labels) {
      const { id } = label.wish
      const offset = placed.get(id)
      if (!offset) continue
      const before = this.shown.get(id)
      next.set(id, { label, offset, presence: before?.presence ?? 0, leaving: false })
    }
    for (const [id, before] of this.shown) {
      if (!next.has(id) && before.presence > 0) next.set(id, { ...before, leaving: true })
    }
    this.shown = next
    for (const marker of scene.markers.all) marker.reach = 0
    for (const { label, offset } of next.values()) {
      if ('motion' in label.anchor) label.anchor.reach = reachOf(label.wish, offset)
    }
    this.placedAt = now
    this.due = false
  }

  private fade(elapsed: number): boolean {
    const step = this.reducedMotion() ? 1 : elapsed / FADE
    let changing = false
    for (const [id, shown] of this.shown) {
      const goal = shown.leaving ? 0 : 1
      if (shown.presence === goal) continue
      changing = true
      shown.presence = shown.leaving ? Math.max(0, shown.presence - step) : Math.min(1, shown.presence + step)
      if (shown.leaving && shown.presence === 0) this.shown.delete(id)
    }
    return changing
  }

  /** All labels that could be shown, in the order of importance. */
  private wishes(scene: LabelScene): Label[] {
    const { view, markers, overlays, followed, selected, group, size } = scene
    const towns = overlays.shown.has('towns') ? PLACES : []
    const labels: Label[] = []
    const first = [markers.get(followed), selected === followed ? null : markers.get(selected)]
    for (const marker of first)
      if (marker) labels.push(this.favourite(marker, marker.name === followed, size))
    for (const crowd of markers.crowds) {
      const name = overlays.nameOf(crowd.id, toNs(view, crowd.y), toEw(view, crowd.x))
      if (name) labels.push(this.crowdLabel(crowd, name, size))
    }
    for (const place of towns) {
      if (place.rank !== 'outpost')
        labels.push(this.placeLabel(place, view, size, crowdOver(place, view, markers)))
    }
    const named = apart(
      byImportance(markers.all, this.shown, group),
      view.scale < 5.5 ? CROWD_FAR : CROWD_NEAR,
    )
    for (const marker of named) {
      if (marker.name !== followed && marker.name !== selected) labels.push(this.playerLabel(marker, size))
    }
    if (view.scale >= OUTPOST_SCALE) {
      for (const place of towns) if (place.rank === 'outpost') labels.push(this.placeLabel(place, view, size))
    }
    for (const mark of overlays.marks.named(view)) labels.push(this.markLabel(mark, view, size))
    return labels
  }

  private favourite(marker: Marker, followed: boolean, size: number): Label {
    const colour = followed ? this.palette.accent : this.palette.ink
    const style = { size: followed ? 12.5 * grown(size) : 12 * grown(size), weight: 600, colour, alpha: 1 }
    return this.nameLabel(marker, style, (followed ? 16 : 12) * size, true)
  }

  /** A group is called after the place at which it stands. */
  private crowdLabel(crowd: Crowd<Marker>, name: string, size: number): Label {
    const style = { size: 11 * grown(size), weight: 500, colour: this.palette.place, alpha: 1 }
    const gap = crowd.radius + 4
    return this.label(`c:${crowd.id}`, shortened(name), style, crowd.members[0]!.foldAt, crowd, gap, true)
  }

  private playerLabel(marker: Marker, size: number): Label {
    const weight = this.palette.land.dark ? 400 : 500
    const style = { size: 11 * grown(size), weight, colour: this.palette.states[marker.state], alpha: 1 }
    return this.nameLabel(marker, style, 9 * size, false)
  }

  private nameLabel(marker: Marker, style: LabelStyle, gap: number, mayWander: boolean): Label {
    const name = shortened(marker.name, LONGEST_NAME)
    return this.label(`p:${marker.name}`, name, style, marker, marker, gap, mayWander)
  }

  private placeLabel(place: Place, view: View, size: number, crowd?: Crowd<Marker>): Label {
    const large = place.rank === 'capital' ? 12.5 : place.rank === 'starter' ? 12 : 11
    const weight = place.rank === 'capital' ? 600 : place.rank === 'starter' ? 500 : 400
    const important = large > 11
    const colour = place.rank === 'outpost' ? this.palette.place : this.palette.town
    const style = { size: large * grown(size), weight, colour, alpha: important ? 1 : 0.92 }
    const id = `t:${place.name} ${place.ns}`
    if (crowd) {
      return this.label(id, place.name, style, crowd.members[0]!.foldAt, crowd, crowd.radius + 4, true)
    }
    const at = { x: toX(view, place.ew), y: toY(view, place.ns) }
    return this.label(id, place.name, style, place, at, 6, important)
  }

  private markLabel(mark: Mark, view: View, size: number): Label {
    const style = { size: 11 * grown(size), weight: 400, colour: this.palette.place, alpha: 0.92 }
    const at = { x: toX(view, mark.ew), y: toY(view, mark.ns) }
    return this.label(`m:${mark.id}`, shortened(mark.name), style, mark, at, 8, false)
  }

  private label(
    id: string,
    text: string,
    style: LabelStyle,
    anchor: Anchor,
    at: { x: number; y: number },
    gap: number,
    mayWander: boolean,
  ): Label {
    const { width, height } = this.sprites.get(text, style)
    return { text, style, anchor, wish: { id, x: at.x, y: at.y, gap, width, height, mayWander } }
  }

  private taken({ view, markers, overlays, controls, size }: LabelScene): Rect[] {
    const taken: Rect[] = [...controls(), [0, 0, EDGE_LEFT, view.height], [0, 0, view.width, EDGE_TOP]]
    const around = (x: number, y: number, reach: number) =>
      taken.push([x - reach, y - reach, x + reach, y + reach])
    for (const place of overlays.shown.has('towns') ? PLACES : []) {
      if (place.rank === 'outpost' && view.scale < OUTPOST_SCALE) continue
      around(toX(view, place.ew), toY(view, place.ns), 3)
    }
    for (const mark of overlays.marks.named(view)) around(toX(view, mark.ew), toY(view, mark.ns), MARK)
    for (const { x, y, radius } of markers.crowds) around(x, y, radius)
    for (const marker of markers.all)
      if (marker.visible && marker.fold < 0.5) around(marker.x, marker.y, MARK * size)
    return taken
  }
}

/** How far a name reaches from what it belongs to. */
function reachOf({ width, height }: LabelWish, { dx, dy }: LabelOffset): number {
  return Math.max(Math.abs(dx), Math.abs(dx + width), Math.abs(dy), Math.abs(dy + height)) + HALO
}

/** The crowd that hides a town's dot: the town's name then stands beside the crowd. */
function crowdOver({ ew, ns }: Place, view: View, markers: Markers): Crowd<Marker> | undefined {
  const [x, y] = [toX(view, ew), toY(view, ns)]
  return markers.crowds.find(crowd => Math.hypot(crowd.x - x, crowd.y - y) < crowd.radius + 6)
}

// Names of the game are shorter; whatever a plugin sends must not cover the map.
const LONGEST = 48
const LONGEST_NAME = 32

function shortened(name: string, longest = LONGEST): string {
  return name.length > longest ? `${[...name].slice(0, longest - 1).join('')}…` : name
}

/** Letters grow less than marks do. */
const grown = (size: number) => (size > 1.2 ? 1.09 : 1)

function anchorPoint(anchor: Anchor, view: View): [number, number] {
  return 'motion' in anchor ? [anchor.x, anchor.y] : [toX(view, anchor.ew), toY(view, anchor.ns)]
}

/** The dead first, then whose name stands already, then by kills an hour. */
function byImportance(
  markers: Iterable<Marker>,
  shown: ReadonlyMap<string, Shown>,
  group: ReadonlySet<string>,
): Marker[] {
  const weight = (marker: Marker) =>
    (group.has(marker.name) ? 4e9 : 0) +
    (marker.state === 'dead' ? 2e9 : 0) +
    (shown.has(`p:${marker.name}`) ? 1e9 : 0) +
    marker.killsPerHour
  const drawn = [...markers].filter(marker => marker.visible && marker.fold < 0.5)
  return drawn.sort((a, b) => weight(b) - weight(a) || (a.name < b.name ? -1 : 1))
}

/** Of those that stand closer than so many pixels only the first. */
function apart(markers: Marker[], least: number): Marker[] {
  const named: Marker[] = []
  for (const marker of markers) {
    if (named.every(other => Math.hypot(other.x - marker.x, other.y - marker.y) >= least)) named.push(marker)
  }
  return named
}
