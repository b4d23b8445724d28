import { useCallback, useEffect, useRef, useState } from 'react'
import { API, getJson } from '../../live/api'
import { type Completion, NOTHING, readCompletion } from './completion'

interface Asked {
  completion: Completion
  /** The text that it completes. */
  of: string
}

/** What may stand at the cursor; asked on each change, and the latest answer counts. */
export function useCompletion() {
  const [asked, setAsked] = useState<Asked | null>(null)
  const control = useRef<AbortController | null>(null)
  const close = useCallback(() => {
    control.current?.abort()
    setAsked(null)
  }, [])
  const ask = useCallback((text: string, at: number) => {
    control.current?.abort()
    const mine = new AbortController()
    control.current = mine
    const query = new URLSearchParams({ q: text, at: String(at) })
    getJson(`${API}/search/complete?${query}`, mine.signal).then(
      body => control.current === mine && setAsked({ completion: readCompletion(body), of: text }),
      // Without completions one types on.
      () => control.current === mine && setAsked({ completion: NOTHING, of: text }),
    )
  }, [])
  useEffect(() => () => control.current?.abort(), [])
  return { asked, ask, close }
}
