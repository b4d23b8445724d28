import type { View } from '../view'
import { nearest, type Step, Steps, type Stop } from './steps'
import { type Shown, stopOf, stopsOf } from './stops'

// Another view than the one in which the order was made: zoomed by so much, or moved by so much of the map.
const ZOOMED = 1.05
const MOVED = 0.4

/** Where the keyboard stands on the map. It goes along with whom it stands at, into crowds and out of them. */
export class MapCursor {
  /** What the keyboard stands at, while the map has the focus. */
  at: Stop | null = null
  private readonly steps = new Steps()
  private stop: Stop | null = null
  private view: Pick<View, 'ew' | 'ns' | 'scale'> | null = null
  /** Who was in the crowd that is being entered: one of them is stood at next. */
  private entering: ReadonlySet<string> | null = null

  constructor(private readonly shown: () => Shown) {}

  /** The next one or the one before; null: nothing is in view. */
  step(way: 1 | -1, charactersOnly: boolean): Step | null {
    const shown = this.shown()
    const { view } = shown
    if (this.view && isOther(this.view, view)) this.steps.reorder()
    this.view = { ew: view.ew, ns: view.ns, scale: view.scale }
    this.entering = null
    const stops = stopsOf(shown, charactersOnly)
    const from = this.at ?? { x: view.cx, y: view.cy }
    return this.stand(this.steps.step(stops, way, from))
  }

  /** Puts it where that is now to which it was brought. Tells whether it has been lost, as who leaves is. */
  refresh(): boolean {
    if (!this.at) return false
    const shown = this.shown()
    const { pointed } = this.at
    const now = stopOf(pointed, shown) ?? crowdOf(pointed, shown)
    if (now) {
      this.steps.go(now.key)
      this.at = this.stop = now
    } else if (!this.entering) {
      this.at = null
    }
    return now === null && !this.entering
  }

  /** A crowd is entered: once the map rests, the nearest of those who were in it is stood at. */
  enter(names: readonly string[]): void {
    this.entering = new Set(names)
  }

  /** The map has come to rest. Tells where it stands if that is another place than before. */
  rest(): Step | null {
    const { entering } = this
    if (!entering) return null
    this.entering = null
    const shown = this.shown()
    const { view } = shown
    const stops = stopsOf(shown, true)
    const members = stops.filter(
      ({ pointed }) =>
        (pointed.kind === 'player' && entering.has(pointed.name)) ||
        (pointed.kind === 'crowd' && pointed.names.some(name => entering.has(name))),
    )
    const first = nearest(members.length > 0 ? members : stops, { x: view.cx, y: view.cy })
    this.steps.restart()
    if (!first) return this.stand(null)
    this.steps.go(first.key)
    this.steps.reorder()
    this.view = { ew: view.ew, ns: view.ns, scale: view.scale }
    return this.stand({ stop: first, number: 1, of: stops.length })
  }

  /** Nowhere any more. Tells whether it stood somewhere. */
  leave(): boolean {
    const stood = this.at !== null
    this.at = null
    this.stop = null
    this.entering = null
    this.steps.restart()
    return stood
  }

  /** The focus has left the map, but may come back. */
  hide(): void {
    this.at = null
  }

  /** The focus has come back to the map. */
  show(): void {
    this.at = this.stop && stopOf(this.stop.pointed, this.shown())
  }

  private stand(step: Step | null): Step | null {
    this.at = this.stop = step?.stop ?? null
    return step
  }
}

function isOther(before: Pick<View, 'ew' | 'ns' | 'scale'>, view: View): boolean {
  const zoomed = Math.max(before.scale / view.scale, view.scale / before.scale) > ZOOMED
  const moved = Math.hypot(before.ew - view.ew, before.ns - view.ns) * view.scale
  return zoomed || moved > MOVED * Math.min(view.width, view.height)
}

/** The crowd that somebody has become part of, or that of which most have stayed together under another name. */
function crowdOf(pointed: Stop['pointed'], shown: Shown): Stop | null {
  if (pointed.kind !== 'player') return null
  const crowd = shown.markers.crowds.find(({ members }) => members.some(({ name }) => name === pointed.name))
  const names = crowd?.members.map(({ name }) => name) ?? []
  return crowd ? stopOf({ kind: 'crowd', id: String(crowd.id), names }, shown) : null
}
