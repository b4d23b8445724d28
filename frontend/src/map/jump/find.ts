import { formatPlace, readCoordinates } from '../coordinates'
import { readLandblock } from '../landblock'
import { PLACES } from '../places'

export type FoundKind = 'place' | 'landblock' | 'player' | 'town' | 'dungeon' | 'poi' | 'portal'

/** Something that the map can go to. */
export interface Findable {
  id: string
  kind: FoundKind
  name: string
  ns: number
  ew: number
  /** Of two that match alike the one with the lesser rank stands first. */
  rank: number
}

/** Towns and outposts, which the page always has. */
export const TOWNS: readonly Findable[] = PLACES.map(({ name, ns, ew }, rank) => ({
  id: `town ${name} ${ns}`,
  kind: 'town',
  name,
  ns,
  ew,
  rank: rank / 1000,
}))

const KIND_RANK: Record<FoundKind, number> = {
  place: 0,
  landblock: 1,
  player: 2,
  town: 3,
  dungeon: 4,
  poi: 5,
  portal: 6,
}

/** Places that match what was typed, the likeliest first. Coordinates and landblocks are places as well. */
export function findPlaces(wanted: string, places: readonly Findable[], most: number): Findable[] {
  const text = wanted.trim()
  if (text === '') return []
  const words = fold(text).split(/\s+/)
  const found: { place: Findable; weight: number }[] = []
  for (const place of places) {
    const match = matchOf(fold(place.name), words)
    if (match !== null) found.push({ place, weight: match * 100 + KIND_RANK[place.kind] * 10 + place.rank })
  }
  found.sort((a, b) => a.weight - b.weight || (a.place.name < b.place.name ? -1 : 1))
  return [...typed(text), ...found.slice(0, most).map(({ place }) => place)]
}

/** What was typed may itself say where. */
function typed(text: string): Findable[] {
  const place = readCoordinates(text)
  if (place) {
    return [{ id: 'place', kind: 'place', name: formatPlace(place.ns, place.ew), ...place, rank: 0 }]
  }
  const block = readLandblock(text)
  return block ? [{ id: 'landblock', kind: 'landblock', name: text.toUpperCase(), ...block, rank: 0 }] : []
}

/** 0: the very name, 1: it begins so, 2: words of it begin so, 3: it is somewhere in it; null: it is not. */
function matchOf(name: string, words: string[]): number | null {
  const whole = words.join(' ')
  if (name === whole) return 0
  if (name.startsWith(whole)) return 1
  if (words.every(word => name.startsWith(word) || name.includes(` ${word}`))) return 2
  return words.every(word => name.includes(word)) ? 3 : null
}

/** Capitals, accents and apostrophes are not what somebody looks for. */
function fold(text: string): string {
  return text
    .normalize('NFD')
    .replace(/[\u0300-\u036f'’`]/g, '')
    .toLowerCase()
}
