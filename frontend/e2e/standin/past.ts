import type { Character, World } from './world.ts'

// A made-up past of any length: the same for a time whenever it is asked for.

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const SCALE = 1000
const RARES = ['Foolproof Fire Opal', 'Pearl of Acid Baning', 'Shimmering Skeleton Key']

/** Answers what is asked of the past; null: something else was asked for. */
export function answerPast(path: string, query: URLSearchParams, world: World): unknown {
  const now = Date.now()
  const to = Math.min(now, Date.parse(query.get('to') ?? new Date(now).toISOString()))
  const from = Date.parse(query.get('from') ?? new Date(to - 24 * HOUR).toISOString())
  if (path === '/history/summary') return { buckets: buckets(from, to, query.get('bucket') ?? '5m') }
  if (path === '/deaths') return { deaths: events(from, to, 97, world).map(death), next: null }
  if (path === '/rares') return { rares: events(from, to, 61, world).map(rare), next: null }
  if (path === '/replay') return replay(from, Date.parse(query.get('to')!), query, world)
  return null
}

const BUCKETS: Record<string, number> = { '5m': 5 * MINUTE, '10m': 10 * MINUTE, '1h': HOUR }

function buckets(from: number, to: number, name: string): unknown[] {
  const list: unknown[] = []
  for (let at = from; at < to; at += BUCKETS[name]!) {
    const evening = 1 + 0.6 * Math.sin((at / HOUR / 24) * Math.PI * 2) + 0.25 * Math.sin(at / HOUR)
    const kills = Math.round((BUCKETS[name]! / MINUTE) * 120 * (evening + 0.3 * noise(at)))
    list.push({ timestamp: new Date(at).toISOString(), kills, deaths: 0, rares: 0 })
  }
  return list
}

interface Event {
  at: number
  character: Character
  n: number
}

function events(from: number, to: number, every: number, world: World): Event[] {
  const list: Event[] = []
  const pace = every * MINUTE
  for (let n = Math.floor(to / pace); n * pace > from - pace && world.characters.length > 0; n--) {
    const at = n * pace + noise(n) * pace
    const character = world.characters[Math.floor(noise(n * 7) * world.characters.length)]!
    if (at >= from && at <= to) list.push({ at, character, n })
  }
  return list
}

function death({ at, character, n }: Event): unknown {
  const { name, ew, ns } = character
  return {
    timestamp: new Date(at).toISOString(),
    character_name: name,
    session_id: 's',
    deaths: n % 9,
    ew,
    ns,
    z: 0,
  }
}

function rare({ at, character, n }: Event): unknown {
  const { name, ew, ns } = character
  const great = n % 3 === 0
  return {
    id: n,
    timestamp: new Date(at).toISOString(),
    character_name: name,
    name: RARES[n % 3],
    ew,
    ns,
    z: 0,
    great,
  }
}

/** Hunters go about where they hunt, travellers round a large circle, everybody else stays. */
function replay(from: number, to: number, query: URLSearchParams, world: World): unknown {
  const step = Number.parseFloat(query.get('step') ?? '10s') * 1000
  const last = new Map<string, [number, number]>()
  const frames: number[][][] = []
  for (let at = from; at <= to; at += step) {
    const moves: number[] = []
    let before = -1
    world.characters.forEach((character, index) => {
      const place = placeAt(character, index, at)
      const [x, y] = last.get(character.name) ?? [0, 0]
      if (place[0] === x && place[1] === y) return
      moves.push(index - before, place[0] - x, place[1] - y)
      before = index
      last.set(character.name, place)
    })
    frames.push([moves])
  }
  return {
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
    step: query.get('step'),
    step_seconds: step / 1000,
    scale: SCALE,
    characters: world.characters.map(({ name }) => name),
    frames,
  }
}

function placeAt({ role, home }: Character, index: number, at: number): [number, number] {
  const reach = role === 'combat' ? 0.8 : role === 'travel' ? 9 : 0
  const angle = (at / 1000) * (role === 'combat' ? 0.011 : 0.003) + index
  const ew = home.ew + Math.sin(angle) * reach
  const ns = home.ns + Math.cos(angle * (role === 'combat' ? 1.7 : 1)) * reach
  return [Math.round(ew * SCALE), Math.round(ns * SCALE)]
}

/** 0 to 1, the same for a number. */
function noise(of: number): number {
  const mixed = Math.sin(of * 12.9898) * 43758.5453
  return mixed - Math.floor(mixed)
}
