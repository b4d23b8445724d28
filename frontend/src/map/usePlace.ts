import { useEffect, useState } from 'react'
import type { Player } from '../live/player'
import { usePageContext } from '../shell/context'
import { text } from '../text'
import { formatPlace } from './coordinates'
import { nearestPlace } from './places'
import { onSurface } from './view'

// Coordinates that change faster than this cannot be read.
const PACE = 500

/** Where somebody is, as words, and kept up to date by the socket between polls. */
export function usePlace(player: Player): string {
  const { feed } = usePageContext()
  const [, refresh] = useState(0)
  useEffect(() => {
    let last = 0
    return feed.positions.subscribe(report => {
      const now = performance.now()
      if (report.name !== player.name || now - last < PACE) return
      last = now
      refresh(n => n + 1)
    })
  }, [feed, player.name])
  const latest = feed.positions.get(player.name)
  return describePlace(latest?.ns ?? player.ns, latest?.ew ?? player.ew)
}

/** A place as words; unless `named` is false, with the town that is near. */
export function describePlace(ns: number | null, ew: number | null, named = true): string {
  if (ns === null || ew === null) return text.map.unknownPlace
  if (!onSurface(ew, ns)) return text.map.offMap
  const near = named ? nearestPlace(ns, ew) : null
  return near ? `${formatPlace(ns, ew)}, ${text.map.near(near.name)}` : formatPlace(ns, ew)
}
