import { API, getJson } from '../../live/api'
import type { Player } from '../../live/player'
import { type Mark, readPortals } from '../marks/mark'
import { onSurface } from '../view'
import { type Findable, TOWNS } from './find'

// Portals that were found since are rarely what one looks for.
const KEPT = 60_000

let known: { at: number; places: Promise<Findable[]> } | null = null

/**
 * Everything with a name that the map can go to, but those who play: towns at once, dungeons, points of interest
 * and portals where they can be had. For the field on the map and for the palette.
 */
export function loadPlaces(now = Date.now()): Promise<Findable[]> {
  if (known && now - known.at < KEPT) return known.places
  const places = Promise.all([atlas(), portals()]).then(lists => [...TOWNS, ...lists.flat()])
  known = { at: now, places }
  return places
}

/** Those who play, wherever they are on the surface. */
export function findablePlayers(players: readonly Player[]): Findable[] {
  return players.flatMap(({ name, ns, ew }) =>
    ns !== null && ew !== null && onSurface(ew, ns)
      ? [{ id: `player ${name}`, kind: 'player' as const, name, ns, ew, rank: 0 }]
      : [],
  )
}

async function atlas(): Promise<Findable[]> {
  try {
    const { ENTRANCES, POIS } = await import('../atlas')
    return [...ENTRANCES, ...POIS].map(fromMark)
  } catch {
    return []
  }
}

async function portals(): Promise<Findable[]> {
  try {
    return readPortals(await getJson(`${API}/portals`)).map(fromMark)
  } catch {
    return []
  }
}

function fromMark({ id, kind, name, ns, ew, rank }: Mark): Findable {
  return { id, kind: kind as 'dungeon' | 'poi' | 'portal', name, ns, ew, rank }
}
