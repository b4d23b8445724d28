import { isRecord, readNumber, readText, readTime } from '../../live/player'

/** How attacks of one kind went. */
export interface Attacks {
  tries: number
  failed: number
  crits: number
  /** Of all that hit. */
  damage: number
  highest: number
}

/** Attacks of one kind with one kind of damage: one's own, or those one suffered. */
export interface Kind extends Attacks {
  own: boolean
  /** As plugins call it: melee, missile, magic. */
  attack: string
  element: string
}

export interface Creature {
  name: string
  kills: number
  given: number
  received: number
  kinds: Kind[]
}

/** What a session of fighting, or all of them, came to. */
export interface Report {
  /** null: not told. */
  seconds: number | null
  given: number
  received: number
  kills: number
  aetheria: number
  cloak: number
  /** Those most damage was given to first. */
  creatures: Creature[]
}

/** What is known of a character's fights. */
export interface Fights {
  session: Report | null
  lifetime: Report | null
  at: number | null
  /** null: not told. */
  sessionId: string | null
}

/** Reads `GET /combat-stats/{character}` and the message combat_stats, which are of one shape. */
export function readFights(body: unknown): Fights {
  const row = isRecord(body) ? body : {}
  return {
    session: readReport(row.session),
    lifetime: readReport(row.lifetime),
    at: readTime(row.timestamp),
    sessionId: readText(row.session_id),
  }
}

/** What is known after a message: a message lacks the lifetime where the server does not know it. */
export function newerFights(known: Fights | null, told: Fights): Fights {
  if (!known) return told
  // A second plugin that lags, or a message that was overtaken on its way, tells less than is known.
  if (known.sessionId === told.sessionId && isLess(told.session, known.session)) return known
  return { ...told, session: told.session ?? known.session, lifetime: told.lifetime ?? known.lifetime }
}

function isLess(told: Report | null, known: Report | null): boolean {
  if (!told || !known) return false
  return told.kills < known.kills || (told.seconds ?? 0) < (known.seconds ?? 0)
}

/** Plugins differ: what cannot be read counts as nothing, and what is not summed up is summed up here. */
export function readReport(body: unknown): Report | null {
  if (!isRecord(body)) return null
  const creatures = readCreatures(body.monsters)
  const sum = (of: 'given' | 'received' | 'kills') => creatures.reduce((all, each) => all + each[of], 0)
  return {
    seconds: readNumber(body.duration_seconds),
    given: readNumber(body.total_damage_given) ?? sum('given'),
    received: readNumber(body.total_damage_received) ?? sum('received'),
    kills: readNumber(body.total_kills) ?? sum('kills'),
    aetheria: readNumber(body.total_aetheria_surges) ?? 0,
    cloak: readNumber(body.total_cloak_surges) ?? 0,
    creatures,
  }
}

function readCreatures(body: unknown): Creature[] {
  const rows = isRecord(body) ? Object.entries(body) : []
  const creatures = rows
    .filter((row): row is [string, Record<string, unknown>] => isRecord(row[1]))
    .map(([key, row]) => ({
      name: readText(row.name) ?? key,
      kills: readNumber(row.kill_count) ?? 0,
      given: readNumber(row.damage_given) ?? 0,
      received: readNumber(row.damage_received) ?? 0,
      kinds: [...readKinds(row.offense, true), ...readKinds(row.defense, false)],
    }))
  return creatures.sort((a, b) => b.given - a.given || b.kills - a.kills)
}

function readKinds(body: unknown, own: boolean): Kind[] {
  const kinds: Kind[] = []
  for (const [attack, elements] of isRecord(body) ? Object.entries(body) : []) {
    for (const [element, row] of isRecord(elements) ? Object.entries(elements) : []) {
      if (isRecord(row)) kinds.push({ own, attack, element, ...readAttacks(row) })
    }
  }
  return kinds
}

function readAttacks(row: Record<string, unknown>): Attacks {
  const read = (name: string) => readNumber(row[name]) ?? 0
  return {
    tries: read('total_attacks'),
    failed: read('failed_attacks'),
    crits: read('crits'),
    damage: read('total_normal_damage') + read('total_crit_damage'),
    highest: Math.max(read('max_normal_damage'), read('max_crit_damage')),
  }
}

/** Each kind over all these creatures: one's own first, the most used first. */
export function kindsOf(creatures: readonly Creature[]): Kind[] {
  const kinds = new Map<string, Kind>()
  for (const kind of creatures.flatMap(creature => creature.kinds)) {
    const key = JSON.stringify([kind.own, kind.attack, kind.element])
    const known = kinds.get(key)
    kinds.set(key, known ? { ...kind, ...added(known, kind) } : kind)
  }
  return [...kinds.values()].sort((a, b) => Number(b.own) - Number(a.own) || b.tries - a.tries)
}

/** All of one's own attacks, or all that one suffered. */
export function allAttacks(creatures: readonly Creature[], own: boolean): Attacks {
  const none: Attacks = { tries: 0, failed: 0, crits: 0, damage: 0, highest: 0 }
  return kindsOf(creatures)
    .filter(kind => kind.own === own)
    .reduce(added, none)
}

function added(a: Attacks, b: Attacks): Attacks {
  return {
    tries: a.tries + b.tries,
    failed: a.failed + b.failed,
    crits: a.crits + b.crits,
    damage: a.damage + b.damage,
    highest: Math.max(a.highest, b.highest),
  }
}

export interface Shares {
  /** Of all tries, 0 to 1; null: none was made. */
  missed: number | null
  /** Of those that hit. */
  crits: number | null
  /** Damage of a hit. */
  mean: number | null
}

export function sharesOf({ tries, failed, crits, damage }: Attacks): Shares {
  const hits = Math.max(0, tries - failed)
  return {
    missed: tries > 0 ? failed / tries : null,
    crits: hits > 0 ? crits / hits : null,
    mean: hits > 0 ? damage / hits : null,
  }
}
