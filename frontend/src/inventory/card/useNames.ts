import { useEffect, useState } from 'react'
import { API, getJson } from '../../live/api'
import { type Names, readNames } from './whole'

let reading: Promise<Names> | null = null

/** The game's tables of names, which never change while a server runs: read once. Null: not there yet. */
export function useNames(): Names | null {
  const [names, setNames] = useState<Names | null>(null)
  useEffect(() => {
    let gone = false
    reading ??= getJson(`${API}/enum-info`).then(readNames)
    reading.then(
      read => {
        if (!gone) setNames(read)
      },
      () => {
        // Numbers stand for the names until the next card is opened.
        reading = null
      },
    )
    return () => {
      gone = true
    }
  }, [])
  return names
}
