import { isRecord, readNumber, readText } from '../../live/player'

/** Where how many monsters appeared: a cell of a tenth of a unit, by its middle. */
export interface HeatPoint {
  ew: number
  ns: number
  count: number
}

/** Reads the body of `GET /spawns/heatmap`. */
export function readHeat(body: unknown): HeatPoint[] {
  const rows = isRecord(body) && Array.isArray(body.spawn_points) ? body.spawn_points : []
  return rows.filter(isRecord).flatMap(row => {
    const [ew, ns, count] = [readNumber(row.ew), readNumber(row.ns), readNumber(row.intensity)]
    return ew !== null && ns !== null && count !== null && count > 0 ? [{ ew, ns, count }] : []
  })
}

export interface Mob {
  name: string
  count: number
}

/** Reads the body of `GET /spawns/mobs`, the most frequent first. */
export function readMobs(body: unknown): Mob[] {
  const rows = isRecord(body) && Array.isArray(body.mobs) ? body.mobs : []
  return rows.filter(isRecord).flatMap(row => {
    const [name, count] = [readText(row.mob), readNumber(row.count)]
    return name !== null && count !== null ? [{ name, count }] : []
  })
}

/** Those whose name has all of the words in it. */
export function findMobs(mobs: readonly Mob[], wanted: string): Mob[] {
  const words = wanted.toLocaleLowerCase().split(/\s+/).filter(Boolean)
  return mobs.filter(mob => words.every(word => mob.name.toLocaleLowerCase().includes(word)))
}
