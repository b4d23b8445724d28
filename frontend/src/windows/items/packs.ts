import { figure, type Item } from '../../inventory/item'

/** A pack and what is in it. */
export interface Pack {
  /** The game's number of the container; null: the main pack, which is the character itself. */
  id: number | null
  name: string
  items: Item[]
  /** How many places there are. */
  room: number
}

// Places of the main pack, and of every other.
const MAIN_ROOM = 102
const ROOM = 24

/** The packs of a character in the game's order, the main one first. Whatever is worn is in none. */
export function packsOf(items: readonly Item[], mainName: string): Pack[] {
  const main: Pack = { id: null, name: mainName, items: [], room: MAIN_ROOM }
  const packs = new Map<number, Pack>()
  const containers = items.filter(({ kind }) => kind === 'container').sort(byPlace)
  for (const { itemId, name } of containers) packs.set(itemId, { id: itemId, name, items: [], room: ROOM })
  for (const item of [...items].sort(byPlace)) {
    if (item.worn || packs.has(item.itemId)) continue
    const within = packs.get(figure(item, 'container_id') ?? -1) ?? main
    within.items.push(item)
  }
  return [main, ...packs.values()].map(pack => ({ ...pack, room: Math.max(pack.room, pack.items.length) }))
}

function byPlace(a: Item, b: Item): number {
  const place = (item: Item) => figure(item, 'slot') ?? Number.MAX_SAFE_INTEGER
  return place(a) - place(b) || a.name.localeCompare(b.name) || a.itemId - b.itemId
}

const TAPER = 'Prismatic Taper'

export function tapersOf(items: readonly Item[]): number {
  return items.reduce((all, item) => all + (item.name === TAPER ? (figure(item, 'stack_size') ?? 1) : 0), 0)
}

export function burdenOf(items: readonly Item[]): number {
  return items.reduce((all, item) => all + (figure(item, 'burden') ?? 0), 0)
}
