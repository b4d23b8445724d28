import { useCallback, useEffect, useRef, useState } from 'react'
import { useSession } from '../shell/context'
import { API, ApiError, getJson } from './api'
import { type Bucket, readSummary, type Stretch, spanOf, summaryPath } from './summary'

// Rollups follow what happens within seconds; a chart need not be newer than this.
const EVERY = 60_000

export interface Summaries {
  /** The buckets of each character that was asked for; null: nothing yet. */
  data: ReadonlyMap<string, readonly Bucket[]> | null
  error: ApiError | null
  reload: () => void
  /** What was asked for, when it was read last. */
  span: { from: number; to: number }
}

interface Read {
  of: string
  data: ReadonlyMap<string, readonly Bucket[]> | null
  error: ApiError | null
  span: { from: number; to: number }
}

/**
 * Reads what some characters did up to now: at once, after a reconnect, and each minute while the page is
 * seen. What was read stays until the next answer, so that a chart does not blink.
 */
export function useSummaries(characters: readonly string[], { length, bucket }: Stretch): Summaries {
  const { feed } = useSession()
  const of = JSON.stringify([characters, length, bucket])
  const nothing = (): Read => ({
    of,
    data: null,
    error: null,
    span: spanOf({ length, bucket }, feed.clock.time()),
  })
  const [state, setState] = useState<Read>(nothing)
  const asked = useRef(0)
  const reload = useCallback(() => {
    const mine = ++asked.current
    const [names] = JSON.parse(of) as [string[]]
    const span = spanOf({ length, bucket }, feed.clock.time())
    const rows = names.map(async name => {
      const path = summaryPath(name, { length, bucket }, span.from)
      return [name, readSummary(await getJson(API + path))] as const
    })
    Promise.all(rows).then(
      read => mine === asked.current && setState({ of, data: new Map(read), error: null, span }),
      (cause: unknown) => {
        if (mine !== asked.current) return
        const error = cause instanceof ApiError ? cause : new ApiError(0, 'unreachable', String(cause))
        setState(before => ({ of, error, span, data: before.of === of ? before.data : null }))
      },
    )
  }, [feed, of, length, bucket])
  useEffect(() => {
    reload()
    const off = feed.onReturn(reload)
    const timer = setInterval(() => document.visibilityState === 'visible' && reload(), EVERY)
    return () => {
      asked.current++
      off()
      clearInterval(timer)
    }
  }, [feed, reload])
  const shown = state.of === of ? state : nothing()
  return { data: shown.data, error: shown.error, span: shown.span, reload }
}
