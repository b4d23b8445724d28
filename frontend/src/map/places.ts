import rows from './data/towns.tsv'

export type PlaceRank = 'capital' | 'starter' | 'town' | 'hamlet' | 'outpost'

export interface Place {
  name: string
  ns: number
  ew: number
  rank: PlaceRank
  destroyed: boolean
}

/** From this many pixels a unit on, outposts are drawn. */
export const OUTPOST_SCALE = 6

/** Nearer to a town than this one is in it. */
export const TOWN_UNITS = 1.5

const IMPORTANCE: PlaceRank[] = ['capital', 'starter', 'town', 'hamlet', 'outpost']

/** Towns and outposts, the most important first. Outposts that only repeat a town's name are left out. */
export const PLACES: readonly Place[] = readPlaces(rows)

export function readPlaces(table: typeof rows): Place[] {
  const towns = new Set(table.filter(row => row[3] === 'town').map(row => row[0]))
  return table
    .filter(
      ([name, , , type]) =>
        type === 'town' || (!towns.has(name) && !towns.has(name.replace(/ Outpost$/, ''))),
    )
    .map(([name, ns, ew, type, culture, note]) => ({
      name,
      ns,
      ew,
      rank: rankOf(type, culture, note),
      destroyed: note.includes('Destroyed'),
    }))
    .sort((a, b) => IMPORTANCE.indexOf(a.rank) - IMPORTANCE.indexOf(b.rank))
}

function rankOf(type: string, culture: string, note: string): PlaceRank {
  if (type !== 'town') return 'outpost'
  if (note.includes('Capital')) return 'capital'
  if (note.includes('Starter')) return 'starter'
  return culture && culture !== 'Independent' ? 'town' : 'hamlet'
}

// Farther away than this, about a kilometre, a town's name no longer says where somebody is.
const NEAR_UNITS = 4

/** The town or outpost somebody stands near, or null in the wilderness. */
export function nearestPlace(ns: number, ew: number): Place | null {
  let nearest: Place | null = null
  let least = NEAR_UNITS
  for (const place of PLACES) {
    const distance = Math.hypot(place.ns - ns, place.ew - ew)
    if (distance < least) {
      least = distance
      nearest = place
    }
  }
  return nearest
}
