import { useEffect, useRef } from 'react'
import { useMessages } from './useMessages'
import { type Resource, useResource } from './useResource'

// Many changes at once are one reason to look, and the first one is not waited for long.
const TOGETHER = 300

export type { Resource }

/** Reads a path of the API, and again after each message of a type, which says that it has changed. */
export function useChanging<T>(path: string | null, read: (body: unknown) => T, type: string): Resource<T> {
  const found = useResource(path, read)
  const reload = useRef(found.reload)
  reload.current = found.reload
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null)
  useMessages([type], () => {
    timer.current ??= setTimeout(() => {
      timer.current = null
      reload.current()
    }, TOGETHER)
  })
  useEffect(
    () => () => {
      if (timer.current) clearTimeout(timer.current)
      timer.current = null
    },
    [],
  )
  return found
}
