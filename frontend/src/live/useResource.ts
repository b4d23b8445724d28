import { useCallback, useEffect, useRef, useState } from 'react'
import { useSession } from '../shell/context'
import { API, ApiError, getJson } from './api'

export interface Resource<T> {
  /** What was read last; null: nothing yet. */
  data: T | null
  /** Why the last reading failed; what was read before stays. */
  error: ApiError | null
  reload: () => void
  /** Puts something in the place of what was read, such as with a message that has come since. */
  change: (change: (data: T) => T) => void
}

/**
 * Reads a path of the API as long as its window is open: at once, after each reconnect, and each so many
 * milliseconds while the page is seen. A null path reads nothing.
 */
export function useResource<T>(path: string | null, read: (body: unknown) => T, every = 0): Resource<T> {
  const { feed } = useSession()
  const [state, setState] = useState<{ path: string | null; data: T | null; error: ApiError | null }>({
    path,
    data: null,
    error: null,
  })
  const reader = useRef(read)
  reader.current = read
  const asked = useRef(0)
  const reload = useCallback(() => {
    if (path === null) return
    const mine = ++asked.current
    getJson(API + path).then(
      body => mine === asked.current && setState({ path, data: reader.current(body), error: null }),
      (error: unknown) => {
        if (mine !== asked.current) return
        const reason = error instanceof ApiError ? error : new ApiError(0, 'unreachable', String(error))
        setState(before => ({ path, data: before.path === path ? before.data : null, error: reason }))
      },
    )
  }, [path])
  useEffect(() => {
    reload()
    const off = feed.onReturn(reload)
    const timer =
      every > 0 ? setInterval(() => document.visibilityState === 'visible' && reload(), every) : null
    return () => {
      // Whatever is still on its way is nobody's any more.
      asked.current++
      off()
      if (timer) clearInterval(timer)
    }
  }, [feed, reload, every])
  const change = useCallback(
    (apply: (data: T) => T) =>
      setState(before => (before.data === null ? before : { ...before, data: apply(before.data) })),
    [],
  )
  const current = state.path === path
  return { data: current ? state.data : null, error: current ? state.error : null, reload, change }
}
