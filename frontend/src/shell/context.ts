import { createContext, useContext, useSyncExternalStore } from 'react'
import type { LiveFeed } from '../live/feed'
import type { LiveState } from '../live/store'
import type { WindowStore } from '../windows/store'
import type { PageState, PageStore } from './page'

/** What every part of the map page works with. */
export interface PageContext {
  feed: LiveFeed
  page: PageStore
  windows: WindowStore
}

export const PageContext = createContext<PageContext | null>(null)

export function usePageContext(): PageContext {
  const context = useContext(PageContext)
  if (!context) throw new Error('used outside of the map page')
  return context
}

export function useLive(): LiveState {
  const { store } = usePageContext().feed
  return useSyncExternalStore(store.subscribe, store.get)
}

export function usePage(): PageState {
  const { page } = usePageContext()
  return useSyncExternalStore(page.subscribe, page.get)
}
