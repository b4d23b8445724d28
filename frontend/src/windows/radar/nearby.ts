import { isRecord, readNumber, readText, readTime } from '../../live/player'
import { METRES_PER_UNIT } from '../../map/view'

/** What the radar tells apart, in the order of its legend. */
export const KINDS = ['creature', 'player', 'npc', 'portal', 'lifestone', 'corpse', 'door', 'thing'] as const
export type Kind = (typeof KINDS)[number]

/** Something near a character. Lengths are metres. */
export interface Nearby {
  key: string
  name: string
  kind: Kind
  /** Null: the plugin did not say where it is. */
  distance: number | null
  /** East and north of the character; null: unknown. */
  east: number | null
  north: number | null
  /** Above the character; null: unknown. */
  above: number | null
  /** 0 to 100; null: not told. */
  health: number | null
}

/** What a plugin saw around its character at a time. */
export interface Surroundings {
  character: string
  at: number
  /** Degrees clockwise from north; null: not told. */
  heading: number | null
  /** The nearest first. */
  objects: Nearby[]
}

// Classes of things as the game's plugins number and name them; all others are things that lie about.
const BY_CLASS: Record<string, Kind> = {
  5: 'creature',
  14: 'portal',
  24: 'player',
  25: 'npc',
  26: 'door',
  27: 'corpse',
  28: 'lifestone',
  37: 'npc',
  monster: 'creature',
  portal: 'portal',
  player: 'player',
  vendor: 'npc',
  door: 'door',
  corpse: 'corpse',
  lifestone: 'lifestone',
  npc: 'npc',
}
// More than any radar shows; a plugin that tells of everything must not stop the page.
const MOST = 500

export function readSurroundings(body: unknown): Surroundings | null {
  if (!isRecord(body)) return null
  const character = readText(body.character_name)
  const at = readTime(body.timestamp)
  if (character === null || at === null) return null
  const own = { ew: readNumber(body.ew), ns: readNumber(body.ns), z: readNumber(body.z) }
  const list = Array.isArray(body.objects) ? body.objects : []
  const objects = list
    .slice(0, MOST)
    .map((row, index) => readObject(row, index, own))
    .filter(object => object !== null)
    .sort((a, b) => (a.distance ?? Number.MAX_VALUE) - (b.distance ?? Number.MAX_VALUE))
  return { character, at, heading: readNumber(body.heading), objects }
}

type Place = { ew: number | null; ns: number | null; z: number | null }

/** Plugins write the inside of this event as they like: what cannot be read costs that value alone. */
function readObject(row: unknown, index: number, own: Place): Nearby | null {
  if (!isRecord(row)) return null
  const name = readText(row.name)
  if (name === null) return null
  const metres = (there: unknown, here: number | null) => {
    const at = readNumber(there)
    return at === null || here === null ? null : (at - here) * METRES_PER_UNIT
  }
  const [east, north, above] = [metres(row.ew, own.ew), metres(row.ns, own.ns), metres(row.z, own.z)]
  const measured = east !== null && north !== null ? Math.hypot(east, north) : null
  const health = readNumber(row.health_percentage)
  const classOf = row.object_class ?? row.objectClass ?? row.class
  return {
    key: `${readNumber(row.id) ?? readText(row.id) ?? ''} ${index}`,
    name,
    kind: BY_CLASS[String(classOf ?? '').toLowerCase()] ?? 'thing',
    distance: readNumber(row.distance) ?? measured,
    east,
    north,
    above,
    health: health === null ? null : Math.min(100, Math.max(0, health)),
  }
}

// Rings are a round number of metres apart; what is farther than the last is only in the list.
const RINGS = [5, 10, 20, 30, 50, 100, 200]
const RING_COUNT = 3

/** How far apart the rings lie so that the farthest thing is on the radar. */
export function ringOf(objects: readonly Nearby[]): number {
  const farthest = Math.max(0, ...objects.map(({ east, north }) => Math.hypot(east ?? 0, north ?? 0)))
  return RINGS.find(ring => ring * RING_COUNT >= farthest) ?? RINGS[RINGS.length - 1]!
}

/** How far the radar reaches with rings that far apart. */
export const reachOf = (ring: number): number => ring * RING_COUNT

/** How many of each kind there are. */
export function countKinds(objects: readonly Nearby[]): { kind: Kind; count: number }[] {
  return KINDS.map(kind => ({ kind, count: objects.filter(each => each.kind === kind).length })).filter(
    ({ count }) => count > 0,
  )
}

/** A place on the disc, 1 being its edge and up being where the view looks; null: not on it. */
export function discPlace(
  { east, north }: Nearby,
  reach: number,
  turned: number,
): { x: number; y: number } | null {
  if (east === null || north === null || Math.hypot(east, north) > reach) return null
  const angle = (turned * Math.PI) / 180
  const [x, y] = [east / reach, -north / reach]
  return { x: x * Math.cos(angle) + y * Math.sin(angle), y: y * Math.cos(angle) - x * Math.sin(angle) }
}
