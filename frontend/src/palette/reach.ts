import { useCallback } from 'react'
import { formatPlace } from '../map/coordinates'
import { useSession } from '../shell/context'

// A place is looked at from here: a town and its surroundings fill the map. Pixels a unit.
const PLACE_SCALE = 24

/** Follows somebody on the map, going there first where another page is shown. */
export function useFollow(): (name: string) => void {
  const { map, go } = useSession()
  return useCallback(
    name => {
      if (map.current) map.current.page.follow(name)
      else go(`/?follow=${encodeURIComponent(name)}`)
    },
    [map, go],
  )
}

/** Shows a place on the map, going there first where another page is shown. */
export function useShowPlace(): (place: { ns: number; ew: number }) => void {
  const { map, go } = useSession()
  return useCallback(
    place => {
      const engine = map.current?.engine.current
      if (!engine) return go(`/?at=${formatPlace(place.ns, place.ew)}&zoom=${PLACE_SCALE}`)
      map.current?.page.lookAt(place, null)
    },
    [map, go],
  )
}
