import dungeonRows from './data/dungeons.tsv'
import poiRows from './data/pois.tsv'
import type { Mark } from './marks/mark'

/** What the game's tables know of the land beside its towns. Loaded only when something of it is wanted. */

/** How much a kind of place matters where there is no room for all. */
const RANK: Record<string, number> = {
  dungeon: 1,
  portal_hub: 1,
  landmark: 2,
  other: 3,
  lifestone: 4,
  allegiance_hall: 5,
  bindstone: 5,
  settlement: 6,
}

export interface Dungeon {
  /** Four hexadecimal digits. */
  landblock: string
  name: string
  /** Where one goes in; null: unknown, indoors, or in several places. */
  ns: number | null
  ew: number | null
}

export const DUNGEONS: readonly Dungeon[] = dungeonRows.map(([landblock, name, ns, ew]) => ({
  landblock,
  name,
  ns,
  ew,
}))

/** Entrances: those of the known landblocks, and those of which only the place is known. */
export const ENTRANCES: readonly Mark[] = [
  ...DUNGEONS.flatMap(({ landblock, name, ns, ew }) =>
    ns === null || ew === null ? [] : [place('dungeon', name, ns, ew, 'dungeon', landblock)],
  ),
  ...poiRows
    .filter(row => row[3] === 'dungeon')
    .map(([name, ns, ew, type]) => place('dungeon', name, ns, ew, type)),
]

/** Everything else that has a name, what matters most first. */
export const POIS: readonly Mark[] = poiRows
  .filter(row => row[3] !== 'dungeon')
  .map(([name, ns, ew, type]) => place('poi', name, ns, ew, type))
  .sort((a, b) => a.rank - b.rank)

const names = new Map(DUNGEONS.map(dungeon => [dungeon.landblock, dungeon.name]))

/** The name of the dungeon in a landblock, where one is known. */
export function dungeonName(landblock: string): string | null {
  return names.get(landblock.toUpperCase()) ?? null
}

function place(
  kind: 'dungeon' | 'poi',
  name: string,
  ns: number,
  ew: number,
  type: string,
  landblock?: string,
): Mark {
  return {
    id: `${kind} ${name} ${ns} ${ew}`,
    kind,
    name,
    ns,
    ew,
    rank: RANK[type] ?? 3,
    type,
    ...(landblock ? { landblock } : {}),
  }
}

// A name says where somebody is only this near to what it names, in units.
const NEAR = 1.5

/** The dungeon or landmark that somebody stands at. */
export function nearestMark(ns: number, ew: number): Mark | null {
  let nearest: Mark | null = null
  let least = NEAR
  for (const list of [ENTRANCES, POIS]) {
    for (const mark of list) {
      if (mark.rank > 3) continue
      const distance = Math.hypot(mark.ns - ns, mark.ew - ew)
      if (distance < least) {
        least = distance
        nearest = mark
      }
    }
  }
  return nearest
}
