import type { Rect } from '../graticule'
import type { Markers } from '../markers'
import type { Overlays } from '../overlays'
import { OUTPOST_SCALE, PLACES, type Place } from '../places'
import type { Pointed } from '../pointed'
import { toX, toY, type View } from '../view'
import type { Stop } from './steps'

/** What the map shows now. */
export interface Shown {
  view: View
  markers: Markers
  overlays: Overlays
  /** What stands in front of the map: nobody can see what lies behind it. */
  covers: readonly Rect[]
}

/** Everything in view that can be pointed at, or the characters alone. */
export function stopsOf(shown: Shown, charactersOnly: boolean): Stop[] {
  const { markers, overlays, view } = shown
  const pointed: Pointed[] = []
  for (const { name } of markers.all) pointed.push({ kind: 'player', name })
  for (const { id, members } of markers.crowds)
    pointed.push({ kind: 'crowd', id: String(id), names: members.map(({ name }) => name) })
  if (!charactersOnly) {
    for (const mark of overlays.marks.seen(view)) pointed.push({ kind: 'mark', mark })
    for (const place of townsIn(shown)) pointed.push({ kind: 'town', place })
  }
  return pointed.flatMap(each => stopOf(each, shown) ?? [])
}

/** Where something is drawn now; null: it is not in view. */
export function stopOf(pointed: Pointed, shown: Shown): Stop | null {
  const at = spotOf(pointed, shown)
  if (!at) return null
  const { x, y } = at
  const { width, height } = shown.view
  if (x < 0 || y < 0 || x > width || y > height) return null
  if (shown.covers.some(([left, top, right, bottom]) => x > left && x < right && y > top && y < bottom))
    return null
  return { key: keyOf(pointed), pointed, x, y }
}

/** The town whose dot is at a point of the screen. */
export function townAt(x: number, y: number, reach: number, shown: Omit<Shown, 'covers'>): Place | null {
  const far = ({ ew, ns }: Place) => Math.hypot(toX(shown.view, ew) - x, toY(shown.view, ns) - y)
  let nearest: Place | null = null
  for (const place of townsIn(shown)) if (far(place) < (nearest ? far(nearest) : reach)) nearest = place
  return nearest
}

function townsIn({ overlays, view }: Omit<Shown, 'covers'>): readonly Place[] {
  if (!overlays.shown.has('towns')) return []
  return PLACES.filter(({ rank }) => rank !== 'outpost' || view.scale >= OUTPOST_SCALE)
}

function spotOf(pointed: Pointed, { view, markers }: Shown): { x: number; y: number } | null {
  if (pointed.kind === 'player') {
    const marker = markers.get(pointed.name)
    return marker?.visible && marker.fold < 0.5 ? marker : null
  }
  if (pointed.kind === 'crowd') return markers.crowds.find(({ id }) => String(id) === pointed.id) ?? null
  const { ew, ns } = pointed.kind === 'mark' ? pointed.mark : pointed.place
  return { x: toX(view, ew), y: toY(view, ns) }
}

/** A crowd stays the same one while people come and go. */
function keyOf(pointed: Pointed): string {
  if (pointed.kind === 'player') return `player ${pointed.name}`
  if (pointed.kind === 'crowd') return `crowd ${pointed.id}`
  if (pointed.kind === 'mark') return pointed.mark.id
  return `town ${pointed.place.name} ${pointed.place.ns}`
}
