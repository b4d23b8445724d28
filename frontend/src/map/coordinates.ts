import { WORLD_EDGE } from './view'

/** Coordinates as players write them: `42.1N, 33.6E`. */
export function formatPlace(ns: number, ew: number, digits = 1): string {
  return `${formatNs(ns, digits)}, ${formatEw(ew, digits)}`
}

export const formatNs = (ns: number, digits = 1) => withLetter(ns, digits, 'N', 'S')
export const formatEw = (ew: number, digits = 1) => withLetter(ew, digits, 'E', 'W')

function withLetter(value: number, digits: number, positive: string, negative: string): string {
  return Math.abs(value).toFixed(digits) + (value < 0 ? negative : positive)
}

const PLACE = /^\s*(\d+(?:\.\d+)?)\s*([NS])\s*,?\s*(\d+(?:\.\d+)?)\s*([EW])\s*$/i

/** Reads what formatPlace writes, in any case and spacing; null for anything else. */
export function parsePlace(text: string): { ns: number; ew: number } | null {
  const found = PLACE.exec(text)
  if (!found) return null
  const [, ns, nsLetter, ew, ewLetter] = found
  return {
    ns: Number(ns) * (/s/i.test(nsLetter!) ? -1 : 1),
    ew: Number(ew) * (/w/i.test(ewLetter!) ? -1 : 1),
  }
}

const NUMBER = String.raw`[-−+]?\d{1,3}(?:[.,]\d+)?°?`
const LETTERED = new RegExp(`^(${NUMBER})([NSEW])[,;/]*(${NUMBER})([NSEW])$`)
const LED = new RegExp(`^([NSEW])(${NUMBER})[,;/]*([NSEW])(${NUMBER})$`)
const BARE = /^([-−+]?\d{1,3}(?:\.\d+)?)(?:\s*[,;/]\s*|\s+)([-−+]?\d{1,3}(?:\.\d+)?)$/

/**
 * Reads a place as people type it: `42.1N 33.6E`, `33,6 e 42,1 n`, `N42.1 E33.6`, `(42.1 North, 33.6 East)`, or
 * two plain numbers, north before east as the game writes it. Null for anything else, and beyond the land.
 */
export function readCoordinates(text: string): { ns: number; ew: number } | null {
  const plain = text
    .trim()
    .replace(/^\((.*)\)$/, '$1')
    .trim()
  const bare = BARE.exec(plain)
  if (bare) return within(toNumber(bare[1]!), toNumber(bare[2]!))
  const tight = plain
    .toUpperCase()
    .replace(/NORTH|SOUTH|EAST|WEST/g, word => word[0]!)
    .replace(/\s+/g, '')
  const lettered = LETTERED.exec(tight)
  if (lettered) return byLetters([lettered[1]!, lettered[2]!], [lettered[3]!, lettered[4]!])
  const led = LED.exec(tight)
  return led && byLetters([led[2]!, led[1]!], [led[4]!, led[3]!])
}

type Lettered = [number: string, letter: string]

function byLetters(a: Lettered, b: Lettered): { ns: number; ew: number } | null {
  const isNorth = ([, letter]: Lettered) => letter === 'N' || letter === 'S'
  if (isNorth(a) === isNorth(b)) return null
  const [north, east] = isNorth(a) ? [a, b] : [b, a]
  const value = ([number, letter]: Lettered) => toNumber(number) * (letter === 'S' || letter === 'W' ? -1 : 1)
  return within(value(north), value(east))
}

function toNumber(text: string): number {
  return Number(text.replace('−', '-').replace(',', '.').replace('°', ''))
}

function within(ns: number, ew: number): { ns: number; ew: number } | null {
  return Math.abs(ns) <= WORLD_EDGE && Math.abs(ew) <= WORLD_EDGE ? { ns: ns + 0, ew: ew + 0 } : null
}
