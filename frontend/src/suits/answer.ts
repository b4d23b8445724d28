import { isRecord, readNumber, readText, readTime } from '../live/player'
import { SLOTS, TIERS, type Tier } from './wish'

export interface Cantrip {
  name: string
  tier: Tier
}

/** Numbers by name, such as a score by criterion. */
export type Figures = Readonly<Record<string, number>>

export interface Piece {
  slots: readonly string[]
  character: string
  itemId: number
  name: string
  set: number | null
  setName: string | null
  /** Where it covers before the tailor's work; empty: it is worn as it is. */
  reducedFrom: readonly string[]
  armorLevel: number
  ratings: Figures
  cantrips: readonly Cantrip[]
  /** Somebody wears it now. */
  equipped: boolean
}

export interface Suit {
  id: string
  provisional: boolean
  score: Figures
  items: readonly Piece[]
  reached: readonly Cantrip[]
  missing: readonly Cantrip[]
  /** Pieces by the number of their set. */
  sets: Figures
  armorLevel: number
  ratings: Figures
}

export interface Bound {
  criterion: string
  value: number
}

export interface MissingCantrip extends Cantrip {
  reason: string
  /** How many pieces have it and may be worn. */
  items: number
  /** The highest tier that any piece has, where that is too low. */
  best: Tier | null
  /** The best score of a suit that has it. */
  with: Figures | null
}

export interface WorthLooking {
  character: string
  itemId: number
  name: string
  why: string
  score: Figures
}

export interface HuntWish {
  slot: string
  setName: string | null
  cantrips: readonly Cantrip[]
  score: Figures
}

/** Demands that cannot hold together: in words, and the member of the request. */
export interface Demand {
  text: string
  field: string
}

export interface Explanation {
  conflict: readonly Demand[]
  missing: readonly MissingCantrip[]
  worth: WorthLooking | null
  wishes: readonly HuntWish[]
}

export interface Complete {
  optimal: boolean
  ranking: readonly string[]
  elapsedMs: number
  nodes: number
  considered: number
  bound: Bound | null
  stoppedBy: string | null
}

export function readSuit(body: unknown): Suit | null {
  if (!isRecord(body)) return null
  const cantrips = isRecord(body.cantrips) ? body.cantrips : {}
  return {
    id: readText(body.id) ?? '',
    provisional: body.provisional === true,
    score: readFigures(body.score),
    items: readList(body.items, readPiece),
    reached: readList(cantrips.reached, readCantrip),
    missing: readList(cantrips.missing, readCantrip),
    sets: readFigures(body.sets),
    armorLevel: readNumber(body.armor_level) ?? 0,
    ratings: readFigures(body.ratings),
  }
}

function readPiece(body: unknown): Piece | null {
  if (!isRecord(body)) return null
  const itemId = readNumber(body.item_id)
  if (itemId === null) return null
  return {
    slots: readSlots(body.slots),
    character: readText(body.character_name) ?? '',
    itemId,
    name: readText(body.name) ?? `#${itemId}`,
    set: readNumber(body.set),
    setName: readText(body.set_name),
    reducedFrom: readSlots(body.reduced_from),
    armorLevel: readNumber(body.armor_level) ?? 0,
    ratings: readFigures(body.ratings),
    cantrips: readList(body.cantrips, readCantrip),
    equipped: body.equipped === true,
  }
}

export function readFigures(body: unknown): Figures {
  if (!isRecord(body)) return {}
  return Object.fromEntries(
    Object.entries(body).flatMap(([key, value]) => {
      const number = readNumber(value)
      return number === null ? [] : [[key, number] as const]
    }),
  )
}

function readFiguresOrNull(body: unknown): Figures | null {
  return isRecord(body) ? readFigures(body) : null
}

export function readList<T>(body: unknown, one: (value: unknown) => T | null): T[] {
  return Array.isArray(body) ? body.map(one).filter(each => each !== null) : []
}

function readSlots(body: unknown): string[] {
  return readList(body, readText).filter(slot => SLOTS.includes(slot))
}

function readCantrip(body: unknown): Cantrip | null {
  if (!isRecord(body)) return null
  const name = readText(body.name)
  const tier = TIERS.find(each => each === body.tier)
  return name && tier ? { name, tier } : null
}

export function readBound(body: unknown): Bound | null {
  if (!isRecord(body)) return null
  const criterion = readText(body.criterion)
  const value = readNumber(body.value)
  return criterion === null || value === null ? null : { criterion, value }
}

export function readComplete(body: unknown): Complete {
  const done = isRecord(body) ? body : {}
  return {
    optimal: done.optimal === true,
    ranking: readList(done.ranking, readText),
    elapsedMs: readNumber(done.elapsed_ms) ?? 0,
    nodes: readNumber(done.nodes) ?? 0,
    considered: readNumber(done.items_considered) ?? 0,
    bound: readBound(done.bound),
    stoppedBy: readText(done.stopped_by),
  }
}

export function readExplanation(body: unknown): Explanation {
  const told = isRecord(body) ? body : {}
  const fields = Array.isArray(told.conflict_fields) ? told.conflict_fields : []
  return {
    conflict: readList(told.conflict, readText).map((text, at) => ({
      text,
      field: readText(fields[at]) ?? '',
    })),
    missing: readList(told.missing, readMissing),
    worth: readWorth(told.worth_looking_for),
    wishes: readList(told.wishes, readHuntWish),
  }
}

function readMissing(body: unknown): MissingCantrip | null {
  const cantrip = readCantrip(body)
  if (!cantrip || !isRecord(body)) return null
  return {
    ...cantrip,
    reason: readText(body.reason) ?? '',
    items: readNumber(body.items) ?? 0,
    best: TIERS.find(each => each === body.best) ?? null,
    with: readFiguresOrNull(body.with),
  }
}

function readWorth(body: unknown): WorthLooking | null {
  if (!isRecord(body)) return null
  const itemId = readNumber(body.item_id)
  const character = readText(body.character_name)
  if (itemId === null || character === null) return null
  return {
    character,
    itemId,
    name: readText(body.name) ?? `#${itemId}`,
    why: readText(body.why) ?? '',
    score: readFigures(body.score),
  }
}

function readHuntWish(body: unknown): HuntWish | null {
  if (!isRecord(body)) return null
  const slot = readText(body.slot)
  if (!slot) return null
  return {
    slot,
    setName: readText(body.set_name),
    cantrips: readList(body.cantrips, readCantrip),
    score: readFigures(body.score),
  }
}

/** Somebody whose pieces can be worn. */
export interface Giver {
  name: string
  items: number
  updated: number | null
  level: number | null
}

export function readGivers(body: unknown): Giver[] {
  return readList(isRecord(body) ? body.characters : null, row => {
    if (!isRecord(row)) return null
    const name = readText(row.name)
    if (!name) return null
    return {
      name,
      items: readNumber(row.items) ?? 0,
      updated: readTime(row.updated),
      level: readNumber(row.level),
    }
  })
}

export interface SetChoice {
  id: number
  name: string
  loot: boolean
}

export function readSets(body: unknown): SetChoice[] {
  return readList(isRecord(body) ? body.sets : null, row => {
    if (!isRecord(row)) return null
    const id = readNumber(row.id)
    const name = readText(row.name)
    return id === null || !name ? null : { id, name, loot: row.loot === true }
  })
}

/** A cantrip that can be wished for. */
export interface CantripLine {
  name: string
  family: number
  school: string
  tiers: readonly Tier[]
  loot: boolean
}

export function readLines(body: unknown): CantripLine[] {
  return readList(isRecord(body) ? body.cantrips : null, row => {
    if (!isRecord(row)) return null
    const name = readText(row.name)
    if (!name) return null
    return {
      name,
      family: readNumber(row.family) ?? 0,
      school: readText(row.school) ?? '',
      tiers: TIERS.filter(tier => Array.isArray(row.tiers) && row.tiers.includes(tier)),
      loot: row.loot === true,
    }
  })
}

export interface Preset {
  name: string
  text: string
  cantrips: readonly string[]
}

export function readPresets(body: unknown): Preset[] {
  return readList(isRecord(body) ? body.presets : null, row => {
    if (!isRecord(row)) return null
    const name = readText(row.name)
    return name ? { name, text: readText(row.text) ?? '', cantrips: readList(row.cantrips, readText) } : null
  })
}
