import { useCallback, useEffect, useRef, useState } from 'react'
import { ApiError } from './api'

export interface Sending {
  busy: boolean
  /** Why the last attempt was refused. */
  error: ApiError | null
  /** Runs a change; tells whether it went well. While one is on its way no other begins. */
  send: (change: () => Promise<unknown>) => Promise<boolean>
  /** Forgets the refusal, such as when a form is filled anew. */
  clear: () => void
}

/** Sends changes to the server, one at a time, and keeps what was said against the last one. */
export function useSend(): Sending {
  const [state, setState] = useState<{ busy: boolean; error: ApiError | null }>({ busy: false, error: null })
  const busy = useRef(false)
  const shown = useRef(true)
  useEffect(() => {
    shown.current = true
    return () => {
      shown.current = false
    }
  }, [])
  const send = useCallback(async (change: () => Promise<unknown>) => {
    if (busy.current) return false
    busy.current = true
    setState({ busy: true, error: null })
    let error: ApiError | null = null
    try {
      await change()
    } catch (cause) {
      error = cause instanceof ApiError ? cause : new ApiError(0, 'unreachable', String(cause))
    }
    busy.current = false
    if (shown.current) setState({ busy: false, error })
    return error === null
  }, [])
  const clear = useCallback(() => setState(before => ({ ...before, error: null })), [])
  return { ...state, send, clear }
}
