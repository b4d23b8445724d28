import type { Sort } from '../roster/rows'
import { readUrl, type UrlState, writeUrl } from './url'

/** How far the roster's sheet is pulled up on a phone. */
export type SheetHeight = 'closed' | 'half' | 'full'

/** What the person at the page has chosen. */
export interface PageState extends UrlState {
  /** Pointed out, but the map does not go along. */
  selected: string | null
  rosterOpen: boolean
  sheet: SheetHeight
}

const ROSTER_KEY = 'roster'
// Browsers refuse to hear of more than a hundred new addresses in half a minute.
const WRITE_AFTER = 400

/** Holds what was chosen, and keeps the address bar a link to it. */
export class PageStore {
  private state: PageState
  private readonly listeners = new Set<() => void>()
  private timer: ReturnType<typeof setTimeout> | null = null

  constructor() {
    this.state = {
      ...readUrl(location.search),
      selected: null,
      rosterOpen: remembered() !== 'closed',
      sheet: 'half',
    }
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  readonly get = (): PageState => this.state

  change(part: Partial<PageState>): void {
    this.state = { ...this.state, ...part }
    if (part.rosterOpen !== undefined) remember(part.rosterOpen ? 'open' : 'closed')
    for (const listener of this.listeners) listener()
    this.timer ??= setTimeout(() => this.write(), WRITE_AFTER)
  }

  /** Follows somebody, or nobody. Whoever was followed stays pointed out, so that one key follows again. */
  follow(name: string | null): void {
    this.change({ followed: name, selected: name ?? this.state.followed ?? this.state.selected })
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

function remembered(): string | null {
  try {
    return localStorage.getItem(ROSTER_KEY)
  } catch {
    return null
  }
}

function remember(value: string): void {
  try {
    localStorage.setItem(ROSTER_KEY, value)
  } catch {
    // Without storage the roster is open again next time.
  }
}
