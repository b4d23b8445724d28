import { useEffect, useRef } from 'react'
import { useMessages } from '../../live/useMessages'
import { type Resource, useResource } from '../../live/useResource'
import { type AlertPage, readAlerts } from './alert'

// There is no message for an alert, only for most of what leads to one; that is stored within a moment.
const CAUSES = ['death', 'rare', 'idle', 'active', 'player_online']
const STORED_AFTER = 1500
const EVERY = 30_000

/** Reads alerts, and again whenever there may be a new one. */
export function useAlerts(path: string): Resource<AlertPage> {
  const found = useResource(path, readAlerts, EVERY)
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null)
  useMessages(CAUSES, () => {
    // Many at once are one reason to look.
    timer.current ??= setTimeout(() => {
      timer.current = null
      found.reload()
    }, STORED_AFTER)
  })
  useEffect(() => () => void (timer.current && clearTimeout(timer.current)), [])
  return found
}
