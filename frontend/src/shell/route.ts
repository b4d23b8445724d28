import { useSyncExternalStore } from 'react'

export type Go = (to: string, options?: { replace?: boolean }) => void

const listeners = new Set<() => void>()

/** The path of the page, and a way to another one without loading anew. */
export function useRoute(): { path: string; search: string; go: Go } {
  const path = useSyncExternalStore(onRoute, () => location.pathname)
  return { path, search: location.search, go }
}

const go: Go = (to, { replace = false } = {}) => {
  if (replace) history.replaceState(null, '', to)
  else history.pushState(null, '', to)
  for (const listener of listeners) listener()
}

/** Hears of each new address, until the returned function is called. */
export function onRoute(listener: () => void): () => void {
  listeners.add(listener)
  window.addEventListener('popstate', listener)
  return () => {
    listeners.delete(listener)
    window.removeEventListener('popstate', listener)
  }
}
