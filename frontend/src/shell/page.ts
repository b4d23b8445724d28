import { type Followed, type Group, NOBODY } from '../map/group'
import { type LayerChoice, rememberedLayers, rememberLayers } from '../map/layers'
import type { Sort } from '../roster/rows'
import { readUrl, type UrlState, writeUrl } from './url'

/** How far the roster's sheet is pulled up on a phone. */
export type SheetHeight = 'closed' | 'half' | 'full'

/** What the person at the page has chosen. */
export interface PageState extends UrlState {
  /** Pointed out, but the map does not go along. */
  selected: string | null
  rosterOpen: boolean
  /** Whether a tap on a row of the roster adds to those who are followed, instead of following that one alone. */
  choosing: boolean
  sheet: SheetHeight
  layers: LayerChoice
  /** Whether the card with the layers' switches is open. */
  layersOpen: boolean
  /** Whether the field is open that brings the map to a place. */
  jumpOpen: boolean
  /** The place that the map was brought to, which keeps a mark until it is let go. */
  look: Look | null
}

/** A place to look at; what has a name is marked. */
export interface Look {
  ns: number
  ew: number
  name: string | null
}

const ROSTER_KEY = 'roster'
const LAYERS_KEY = 'layers-card'
// Browsers refuse to hear of more than a hundred new addresses in half a minute.
const WRITE_AFTER = 400

/** Holds what was chosen, and keeps the address bar a link to it. */
export class PageStore {
  private state: PageState
  private readonly listeners = new Set<() => void>()
  private timer: ReturnType<typeof setTimeout> | null = null

  constructor() {
    const linked = readUrl(location.search)
    this.state = {
      ...linked,
      selected: null,
      rosterOpen: remembered(ROSTER_KEY) !== 'closed',
      choosing: false,
      sheet: 'half',
      layers: linked.layers ?? rememberedLayers(),
      layersOpen: remembered(LAYERS_KEY) === 'open',
      jumpOpen: false,
      look: null,
    }
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  readonly get = (): PageState => this.state

  change(part: Partial<PageState>): void {
    this.state = { ...this.state, ...part }
    if (part.rosterOpen !== undefined) remember(ROSTER_KEY, part.rosterOpen)
    if (part.layersOpen !== undefined) remember(LAYERS_KEY, part.layersOpen)
    if (part.layers) rememberLayers(part.layers)
    for (const listener of this.listeners) listener()
    this.timer ??= setTimeout(() => this.write(), WRITE_AFTER)
  }

  /** Follows somebody, or nobody. Whoever was followed stays pointed out, so that one key follows again. */
  follow(name: string | null): void {
    const selected = name ?? this.state.followed ?? this.state.selected
    this.change({ followed: name, group: NOBODY, look: null, selected })
  }

  /** Follows one or several, as the roster's rows were chosen. */
  followSeveral({ followed, group }: Followed): void {
    this.change({ followed, group, look: null, selected: followed })
  }

  /** Keeps everybody of a group in view. */
  followGroup(group: Group): void {
    this.followSeveral({ followed: null, group })
  }

  /** Brings the map to a place, from anywhere on the page. Whoever was followed is let go. */
  lookAt({ ns, ew }: { ns: number; ew: number }, name: string | null): void {
    this.change({ followed: null, group: NOBODY, look: { ns, ew, name } })
  }

  setSort(sort: Sort): void {
    this.change({ sort })
  }

  /** Leaves the address alone from now on: the page is left. */
  close(): void {
    if (this.timer) clearTimeout(this.timer)
    this.timer = null
  }

  private write(): void {
    this.timer = null
    history.replaceState(null, '', location.pathname + writeUrl(this.state))
  }
}

/** A link to the map at a place, with everything else as it is. */
export function linkTo(state: PageState, view: NonNullable<PageState['view']>): string {
  return `${location.origin}/${writeUrl({ ...state, followed: null, group: NOBODY, view })}`
}

function remembered(key: string): string | null {
  try {
    return localStorage.getItem(key)
  } catch {
    return null
  }
}

function remember(key: string, open: boolean): void {
  try {
    localStorage.setItem(key, open ? 'open' : 'closed')
  } catch {
    // Without storage it is as always next time.
  }
}
