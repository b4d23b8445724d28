import { useEffect, useState } from 'react'
import { getJson } from '../live/api'
import { isRecord, readText } from '../live/player'

/** The server's version, `YYYY.M.D.HHMM-hash`, or null while it has not said. */
export function useVersion(): string | null {
  const [version, setVersion] = useState<string | null>(null)
  useEffect(() => {
    let gone = false
    getJson('/api-version').then(
      body => {
        if (!gone && isRecord(body)) setVersion(readText(body.version))
      },
      // A page without its version is still a page.
      () => {},
    )
    return () => {
      gone = true
    }
  }, [])
  return version
}
