import { useEffect, useSyncExternalStore } from 'react'
import { API, ApiError, getJson, sendJson } from '../live/api'
import { isRecord, readText } from '../live/player'
import { text } from '../text'
import { STAY_TO_ACT, toasts } from '../ui/toasts'
import { type Kept, readKeptList, readSince, type Since } from './saved'

interface State {
  /** Null: not read yet. */
  list: readonly Kept[] | null
  /** Where older ones go on; null: these are all. */
  next: string | null
  error: ApiError | null
  /** What has become of them, as far as it was asked; null: it could not be found out. */
  since: ReadonlyMap<number, Since | null>
  /** The one that is being looked at. */
  looking: number | null
}

const PAGE = 50

let state: State = { list: null, next: null, error: null, since: new Map(), looking: null }
const listeners = new Set<() => void>()
/** Deleted here, and on the server once nobody takes it back. */
const leaving = new Map<number, ReturnType<typeof setTimeout>>()

function set(part: Partial<State>): void {
  state = { ...state, ...part }
  for (const listener of listeners) listener()
}

/** The saved suits, read once for the whole page. */
export const keptSuits = {
  get: () => state,
  subscribe(listener: () => void): () => void {
    listeners.add(listener)
    return () => listeners.delete(listener)
  },

  async load(more = false): Promise<void> {
    try {
      const cursor = more && state.next ? `&cursor=${encodeURIComponent(state.next)}` : ''
      const body = await getJson(`${API}/suits?limit=${PAGE}${cursor}`)
      const list = readKeptList(body).filter(each => !leaving.has(each.id))
      const next = isRecord(body) ? readText(body.next) : null
      set({ list: more ? [...(state.list ?? []), ...list] : list, next, error: null })
    } catch (error) {
      set({ error: error instanceof ApiError ? error : new ApiError(0, 'unreachable', String(error)) })
    }
  },

  add(kept: Kept): void {
    set({ list: [kept, ...(state.list ?? []).filter(each => each.id !== kept.id)] })
  },

  /** Asks what has become of one; one at a time, because the server searches for each. */
  async look(id: number): Promise<void> {
    if (state.looking !== null) return
    set({ looking: id })
    const since = await getJson(`${API}/suits/${id}`).then(readSince, () => null)
    set({ looking: null, since: new Map(state.since).set(id, since) })
  },

  /** Deletes one, and takes that back if somebody says so within a moment. */
  remove(kept: Kept): void {
    const t = text.suits.saved
    const before = state.list ?? []
    set({ list: before.filter(each => each !== kept) })
    const restore = () => {
      clearTimeout(leaving.get(kept.id))
      leaving.delete(kept.id)
      const list = state.list ?? []
      set({ list: [...list, kept].sort((a, b) => b.id - a.id) })
    }
    leaving.set(
      kept.id,
      setTimeout(async () => {
        try {
          await sendJson('DELETE', `${API}/suits/${kept.id}`)
          leaving.delete(kept.id)
        } catch (error) {
          restore()
          const why = error instanceof ApiError && error.status > 0 ? error.message : text.suits.proof.away
          toasts.show({ text: t.notRemoved(kept.name, why), tone: 'bad' })
        }
      }, STAY_TO_ACT),
    )
    toasts.show({ text: t.removed(kept.name), action: { label: text.toasts.undo, run: restore } })
  },
}

/** Whoever leaves the page has changed their mind about nothing. */
function flush(): void {
  for (const [id, timer] of leaving) {
    clearTimeout(timer)
    void fetch(`${API}/suits/${id}`, { method: 'DELETE', credentials: 'same-origin', keepalive: true })
  }
  leaving.clear()
}
if (typeof window !== 'undefined') window.addEventListener('pagehide', flush)

/** What is known of the saved suits. */
export function useKeptState(): State {
  return useSyncExternalStore(keptSuits.subscribe, keptSuits.get)
}

/** The same, read anew when it is first shown. */
export function useKeptSuits(): State {
  const current = useKeptState()
  useEffect(() => {
    void keptSuits.load()
  }, [])
  return current
}
