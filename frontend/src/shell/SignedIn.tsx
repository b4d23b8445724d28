import { type ReactNode, useEffect, useRef, useState } from 'react'
import { findAssistant } from '../live/assistant'
import { LiveFeed } from '../live/feed'
import { SessionContext } from './context'
import type { Go } from './route'

/** Owns the one live feed of the page, which stays while one goes from page to page. */
export function SignedIn({
  go,
  onSignedOut,
  children,
}: {
  go: Go
  onSignedOut: () => void
  children: ReactNode
}) {
  const [session, setSession] = useState<SessionContext | null>(null)
  const latest = useRef(onSignedOut)
  latest.current = onSignedOut
  useEffect(() => {
    const signedOut = () => latest.current()
    const feed = new LiveFeed({ onSignedOut: signedOut })
    feed.start()
    const stopLooking = findAssistant(feed)
    setSession({ feed, go, signedOut, map: { current: null } })
    return () => {
      stopLooking()
      feed.stop()
    }
  }, [go])
  return session && <SessionContext value={session}>{children}</SessionContext>
}
