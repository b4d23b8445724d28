import { type Box, fit, freePlace, type Size, tiled } from './geometry'
import { isKind, KINDS, type WindowKind } from './kinds'

/** What a window shows: a kind, and whose it is. */
export interface Tab {
  kind: WindowKind
  /** The character it stays with; null: it goes along with whoever is chosen, or is nobody's. */
  subject: string | null
}

/** Windows that lie on each other: one is seen, the others are its tabs. */
export interface Frame {
  readonly id: number
  readonly tabs: readonly Tab[]
  readonly active: number
  readonly box: Box
}

/** The frames from the lowest to the one in front. Never changed in place. */
export type Frames = readonly Frame[]

const STORAGE_KEY = 'windows'
// Where the last arrangement lies, and where windows of each kind lay when they were closed.
interface Remembered {
  frames: { tabs: Tab[]; active: number; box: Box }[]
  places: Partial<Record<WindowKind, Box>>
}

export function sameTab(a: Tab, b: Tab): boolean {
  return a.kind === b.kind && a.subject === b.subject
}

/** Holds the open windows: where they are, what lies on what; remembers it all for the next visit. */
export class WindowStore {
  private frames: Frames = []
  private places: Partial<Record<WindowKind, Box>> = {}
  private stage: Size = { width: 0, height: 0 }
  private lastId = 0
  // Frames that were opened before it was known how much room there is.
  private readonly unplaced = new Set<number>()
  private readonly listeners = new Set<() => void>()

  constructor(private readonly storage: Pick<Storage, 'getItem' | 'setItem'> | null = browserStorage()) {
    this.restore()
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  readonly get = (): Frames => this.frames

  /** Shows what is asked for: in front where it is open, else in a new window. */
  open(tab: Tab): void {
    const frame = this.frames.find(each => each.tabs.some(other => sameTab(other, tab)))
    if (frame) {
      this.put({ ...frame, active: frame.tabs.findIndex(other => sameTab(other, tab)) })
      this.raise(frame.id)
      return
    }
    const id = ++this.lastId
    const box = this.stage.width > 0 ? this.boxFor(tab, this.frames) : { x: 0, y: 0, ...KINDS[tab.kind].size }
    if (this.stage.width === 0) this.unplaced.add(id)
    this.change([...this.frames, { id, tabs: [tab], active: 0, box }])
  }

  /** Where a window of this kind lay when it was closed, or where it hides least. */
  private boxFor({ kind }: Tab, frames: Frames): Box {
    const { least, size } = KINDS[kind]
    const former = this.places[kind]
    if (former && !frames.some(each => samePlace(each.box, former))) return fit(former, this.stage, least)
    const others = frames.map(each => each.box)
    return fit(
      freePlace(fit({ x: 0, y: 0, ...size }, this.stage, least), others, this.stage),
      this.stage,
      least,
    )
  }

  close(tab: Tab): void {
    const frame = this.frames.find(each => each.tabs.some(other => sameTab(other, tab)))
    if (!frame) return
    this.places = { ...this.places, [tab.kind]: frame.box }
    const at = frame.tabs.findIndex(other => sameTab(other, tab))
    const tabs = frame.tabs.filter((_, index) => index !== at)
    if (tabs.length === 0) {
      this.change(this.frames.filter(each => each !== frame))
      return
    }
    const active = Math.min(frame.active > at ? frame.active - 1 : frame.active, tabs.length - 1)
    this.put({ ...frame, tabs, active })
  }

  /** Closes what is in front; false: nothing is open. */
  closeTop(): boolean {
    const top = this.frames.at(-1)
    if (!top) return false
    this.close(top.tabs[top.active]!)
    return true
  }

  closeAll(): void {
    for (const frame of this.frames) {
      for (const tab of frame.tabs) this.places = { ...this.places, [tab.kind]: frame.box }
    }
    this.change([])
  }

  raise(id: number): void {
    const frame = this.frames.find(each => each.id === id)
    if (!frame || frame === this.frames.at(-1)) return
    this.change([...this.frames.filter(each => each !== frame), frame])
  }

  choose(id: number, active: number): void {
    const frame = this.frames.find(each => each.id === id)
    if (frame?.tabs[active]) this.put({ ...frame, active })
  }

  place(id: number, box: Box): void {
    const frame = this.frames.find(each => each.id === id)
    if (frame) this.put({ ...frame, box: fit(box, this.stage, leastOf(frame)) })
  }

  /** Makes a window stay with a character, or go along with whoever is chosen (null). */
  assign(id: number, subject: string | null): void {
    const frame = this.frames.find(each => each.id === id)
    if (!frame) return
    const changed: Tab = { ...frame.tabs[frame.active]!, subject }
    // The same window may be open elsewhere: then that one is the one.
    const double = this.frames.some(each => each.tabs.some(tab => sameTab(tab, changed)))
    if (double) {
      this.close(frame.tabs[frame.active]!)
      this.open(changed)
      return
    }
    this.put({ ...frame, tabs: frame.tabs.map((tab, index) => (index === frame.active ? changed : tab)) })
  }

  /** Lays one frame onto another, as tabs. */
  merge(id: number, onto: number): void {
    const [moved, target] = [id, onto].map(each => this.frames.find(frame => frame.id === each))
    if (!moved || !target || moved === target) return
    const tabs = [...target.tabs, ...moved.tabs]
    const merged = { ...target, tabs, active: target.tabs.length + moved.active }
    this.change([...this.frames.filter(each => each !== moved && each !== target), merged])
  }

  /** Takes the tab out of its frame into one of its own, whose id is returned. */
  split(id: number, index: number, box: Box): number {
    const frame = this.frames.find(each => each.id === id)
    const tab = frame?.tabs[index]
    if (!frame || !tab || frame.tabs.length === 1) return id
    const tabs = frame.tabs.filter(other => other !== tab)
    const left = { ...frame, tabs, active: Math.min(frame.active, tabs.length - 1) }
    const own = {
      id: ++this.lastId,
      tabs: [tab],
      active: 0,
      box: fit(box, this.stage, KINDS[tab.kind].least),
    }
    this.change([...this.frames.map(each => (each === frame ? left : each)), own])
    return own.id
  }

  /** Puts all windows side by side. */
  tile(): void {
    const boxes = tiled(this.frames.length, this.stage)
    this.change(this.frames.map((frame, index) => ({ ...frame, box: boxes[index]! })))
  }

  /** Tells how much room there is. Windows that no longer fit move. */
  setStage(stage: Size): void {
    if (stage.width === this.stage.width && stage.height === this.stage.height) return
    this.stage = stage
    const frames: Frame[] = []
    for (const frame of this.frames) {
      const placed = !this.unplaced.delete(frame.id)
      const box = placed ? fit(frame.box, stage, leastOf(frame)) : this.boxFor(frame.tabs[0]!, frames)
      frames.push({ ...frame, box })
    }
    this.change(frames)
  }

  readonly getStage = (): Size => this.stage

  private put(changed: Frame): void {
    this.change(this.frames.map(frame => (frame.id === changed.id ? changed : frame)))
  }

  private change(frames: Frames): void {
    this.frames = frames
    this.remember()
    for (const listener of this.listeners) listener()
  }

  private restore(): void {
    try {
      const known: unknown = JSON.parse(this.storage?.getItem(STORAGE_KEY) ?? 'null')
      const { frames, places } = readRemembered(known)
      this.places = places
      this.frames = frames.map(frame => ({ ...frame, id: ++this.lastId }))
    } catch {
      // What another version wrote is no reason to show nothing.
    }
  }

  private remember(): void {
    const frames = this.frames.map(({ tabs, active, box }) => ({ tabs, active, box }))
    try {
      this.storage?.setItem(STORAGE_KEY, JSON.stringify({ frames, places: this.places }))
    } catch {
      // Without storage the next visit begins with the map alone.
    }
  }
}

function leastOf(frame: Frame): Size {
  return {
    width: Math.max(...frame.tabs.map(tab => KINDS[tab.kind].least.width)),
    height: Math.max(...frame.tabs.map(tab => KINDS[tab.kind].least.height)),
  }
}

function samePlace(a: Box, b: Box): boolean {
  return Math.abs(a.x - b.x) < 16 && Math.abs(a.y - b.y) < 16
}

/** Reads what an earlier visit left, leaving out what makes no sense. */
function readRemembered(known: unknown): Remembered {
  const { frames, places } = (known ?? {}) as Partial<Record<'frames' | 'places', unknown>>
  const read: Remembered = { frames: [], places: {} }
  for (const each of Array.isArray(frames) ? frames : []) {
    const tabs = (Array.isArray(each?.tabs) ? each.tabs : []).filter(isTab)
    if (tabs.length > 0 && isBox(each.box)) {
      read.frames.push({ tabs, active: tabs[each.active] ? each.active : 0, box: each.box })
    }
  }
  for (const [kind, box] of Object.entries(places ?? {})) {
    if (isKind(kind) && isBox(box)) read.places[kind] = box
  }
  return read
}

function isTab(tab: unknown): tab is Tab {
  const { kind, subject } = (tab ?? {}) as Record<string, unknown>
  return isKind(kind) && (subject === null || typeof subject === 'string')
}

function isBox(box: unknown): box is Box {
  const sides = box as Record<string, unknown> | null
  return !!sides && ['x', 'y', 'width', 'height'].every(side => Number.isFinite(sides[side]))
}

function browserStorage(): Storage | null {
  try {
    return localStorage
  } catch {
    return null
  }
}
