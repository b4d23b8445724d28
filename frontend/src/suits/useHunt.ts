import { useCallback, useEffect, useRef, useState } from 'react'
import { API, ApiError, openStream } from '../live/api'
import { useSession } from '../shell/context'
import type { Suit } from './answer'
import { type Hunt, type HuntFault, hear, newHunt, suitsOf } from './hunt'
import { writeRequest } from './request'
import { readEvents } from './stream'
import type { Wish } from './wish'

export interface Hunting {
  /** The last search, running or ended; null: none yet. */
  hunt: Hunt | null
  /** The suits to be shown: of this search, or of the one before until this one has found any. */
  suits: Suit[]
  search: (wish: Wish) => void
  stop: () => void
  /** Forgets what was found. */
  clear: () => void
}

/** Searches for suits, one search at a time; leaving the page ends it, here and on the server. */
export function useHunt(): Hunting {
  const { signedOut } = useSession()
  const [hunt, setHunt] = useState<Hunt | null>(null)
  const [before, setBefore] = useState<Suit[]>([])
  const control = useRef<AbortController | null>(null)

  const stop = useCallback(() => {
    control.current?.abort()
    control.current = null
    setHunt(current => current && { ...current, running: false, stopped: current.running || current.stopped })
  }, [])

  const search = useCallback(
    (wish: Wish) => {
      control.current?.abort()
      const mine = new AbortController()
      control.current = mine
      const change = (apply: (hunt: Hunt) => Hunt) => {
        if (control.current === mine) setHunt(current => current && apply(current))
      }
      setHunt(current => {
        const shown = current ? suitsOf(current) : []
        if (shown.length > 0) setBefore(shown)
        return newHunt(wish, Date.now())
      })
      run(wish, mine.signal, change).catch((error: unknown) => {
        if (control.current !== mine) return
        if (error instanceof ApiError && error.status === 401) return signedOut()
        change(current => ({ ...current, running: false, fault: faultOf(error) }))
      })
    },
    [signedOut],
  )

  const clear = useCallback(() => {
    control.current?.abort()
    control.current = null
    setHunt(null)
    setBefore([])
  }, [])

  useEffect(() => () => control.current?.abort(), [])

  const found = hunt ? suitsOf(hunt) : []
  const waits = hunt !== null && (hunt.running || hunt.fault !== null)
  return { hunt, suits: found.length === 0 && waits ? before : found, search, stop, clear }
}

async function run(wish: Wish, signal: AbortSignal, change: (apply: (hunt: Hunt) => Hunt) => void) {
  const body = await openStream(`${API}/suitbuilder/search`, writeRequest(wish), signal)
  await readEvents(body, event => change(hunt => hear(hunt, event, Date.now())))
  // A stream that ends without its last word was cut.
  change(hunt => (hunt.running ? { ...hunt, running: false, fault: { ...CUT } } : hunt))
}

/** The connection ended in the middle: neither a refusal nor silence. */
export const CUT: HuntFault = { status: -1, message: '', field: null, retryAt: null }

function faultOf(error: unknown): HuntFault {
  // Once it has begun, a body that breaks off says so by an error of its own.
  if (!(error instanceof ApiError)) return CUT
  const { status, message, field, retryAfter } = error
  const retryAt = status === 429 || status === 503 ? Date.now() + 1000 * (retryAfter ?? 5) : null
  return { status, message, field, retryAt: status === 429 ? retryAt : null }
}
