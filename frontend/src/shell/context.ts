import {
  createContext,
  type RefObject,
  startTransition,
  useContext,
  useEffect,
  useState,
  useSyncExternalStore,
} from 'react'
import type { LiveFeed } from '../live/feed'
import type { LiveState } from '../live/store'
import type { MapEngine } from '../map/engine'
import type { Replay } from '../replay/replay'
import { type Tab, WindowStore } from '../windows/store'
import type { PageState, PageStore } from './page'
import type { Go } from './route'

/** What every page works with while somebody is signed in. */
export interface SessionContext {
  feed: LiveFeed
  go: Go
  /** The session is over: to the login page, and back here afterwards. */
  signedOut: () => void
  /** The map page as long as it is shown, for what works on every page and reaches into it. */
  map: RefObject<MapHandle | null>
}

/** What can be done with the map page from outside of it. */
export interface MapHandle extends PageContext {
  engine: RefObject<MapEngine | null>
}

/** What every part of the map page works with. */
export interface PageContext {
  feed: LiveFeed
  page: PageStore
  windows: WindowStore
  replay: Replay
}

export const SessionContext = createContext<SessionContext | null>(null)
export const PageContext = createContext<PageContext | null>(null)

export function useSession(): SessionContext {
  const context = useContext(SessionContext)
  if (!context) throw new Error('used outside of a session')
  return context
}

export function usePageContext(): PageContext {
  const context = useContext(PageContext)
  if (!context) throw new Error('used outside of the map page')
  return context
}

/** What the page knows. It is drawn in pieces, so that news for everything that is open is no long pause. */
export function useLive(): LiveState {
  const { store } = useSession().feed
  const [state, setState] = useState(store.get)
  useEffect(() => {
    const take = () => startTransition(() => setState(store.get()))
    take()
    return store.subscribe(take)
  }, [store])
  return state
}

export function usePage(): PageState {
  const { page } = usePageContext()
  return useSyncExternalStore(page.subscribe, page.get)
}

/** Opens a window from anywhere: on the map page at once, elsewhere by going there. */
export function useOpenWindow(): (tab: Tab) => void {
  const { go, map } = useSession()
  return tab => {
    if (map.current) return map.current.windows.open(tab)
    // What was open is remembered, so that the map page shows this one beside it.
    new WindowStore().open(tab)
    go('/')
  }
}
