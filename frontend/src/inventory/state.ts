import { onRoute } from '../shell/route'
import { readSort, type Sorted, writeSort } from './columns'

/** What a link to the page can say. */
export interface PageState {
  /** The query as it is typed. */
  q: string
  sort: Sorted
  /** The columns that a link asks for; null: those of this reader. */
  columns: string[] | null
  /** Whose card is open. */
  item: ItemLink | null
  /** The game's numbers of the items that are compared, or are chosen for it. */
  compare: number[]
  view: View
  /** Whose upgrades are shown. */
  character: string | null
}

export type View = 'items' | 'compare' | 'upgrades'

export interface ItemLink {
  owner: string
  itemId: number
}

// Browsers refuse to hear of more than a hundred new addresses in half a minute.
const WRITE_AFTER = 400
export const COMPARE_MOST = 6

export function readAddress(search: string): PageState {
  const query = new URLSearchParams(search)
  const view = query.get('view')
  const compare = (query.get('compare') ?? '').split(',').map(Number)
  return {
    q: query.get('q') ?? '',
    sort: readSort(query.get('sort')),
    columns: query.get('columns')?.split(',').filter(Boolean) ?? null,
    item: readLink(query.get('item')),
    compare: compare.filter(id => Number.isSafeInteger(id) && id > 0).slice(0, COMPARE_MOST),
    view: view === 'compare' || view === 'upgrades' ? view : 'items',
    character: query.get('character') || null,
  }
}

export function writeAddress(state: PageState): string {
  const query = new URLSearchParams()
  if (state.q) query.set('q', state.q)
  const sort = writeSort(state.sort)
  if (sort) query.set('sort', sort)
  if (state.columns) query.set('columns', state.columns.join())
  if (state.view !== 'items') query.set('view', state.view)
  if (state.character) query.set('character', state.character)
  if (state.compare.length > 0) query.set('compare', state.compare.join())
  if (state.item) query.set('item', `${state.item.owner}/${state.item.itemId}`)
  const text = query.toString().replaceAll('%2C', ',').replaceAll('%3A', ':').replaceAll('%2F', '/')
  return text ? `?${text}` : ''
}

/** `owner/number`: the owner's name may hold a stroke, the number does not. */
function readLink(text: string | null): ItemLink | null {
  const found = /^(.+)\/(\d{1,10})$/s.exec(text ?? '')
  return found ? { owner: found[1]!, itemId: Number(found[2]) } : null
}

/** Chooses an item to be compared, or lets go of it; more than six fit no page. */
export function compareToggled(chosen: readonly number[], itemId: number): number[] {
  const others = chosen.filter(each => each !== itemId)
  if (others.length < chosen.length) return others
  return chosen.length < COMPARE_MOST ? [...chosen, itemId] : [...chosen]
}

/** Holds what was chosen, and keeps the address bar a link to it. */
export class InventoryStore {
  private state = readAddress(location.search)
  private readonly listeners = new Set<() => void>()
  private timer: ReturnType<typeof setTimeout> | null = null
  private readonly path = location.pathname

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  readonly get = (): PageState => this.state

  change(part: Partial<PageState>): void {
    this.put({ ...this.state, ...part })
    this.timer ??= setTimeout(() => this.write(false), WRITE_AFTER)
  }

  /** Changes what is looked at: the browser's way back leads to what was looked at before. */
  visit(part: Partial<PageState>): void {
    if (this.timer) this.write(false)
    this.put({ ...this.state, ...part })
    this.write(true)
  }

  start(): () => void {
    const back = () => {
      if (location.pathname === this.path) this.put(readAddress(location.search))
    }
    const off = onRoute(back)
    return () => {
      off()
      if (this.timer) clearTimeout(this.timer)
      this.timer = null
    }
  }

  private put(state: PageState): void {
    this.state = state
    for (const listener of this.listeners) listener()
  }

  private write(push: boolean): void {
    if (this.timer) clearTimeout(this.timer)
    this.timer = null
    const address = this.path + writeAddress(this.state)
    if (address === location.pathname + location.search) return
    if (push) history.pushState(null, '', address)
    else history.replaceState(null, '', address)
  }
}
