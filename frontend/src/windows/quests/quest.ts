import { isRecord, readText, readTime } from '../../live/player'

/** How a quest stands for a character. */
export interface Timer {
  /** As the plugin wrote it; null: it did not. */
  said: string | null
  /** When it said so. */
  told: number
  /** When it can be done again, milliseconds of the server's clock; null: it cannot be told. */
  readyAt: number | null
}

export type Timers = ReadonlyMap<string, Timer>
/** By character, then by quest. */
export type Quests = ReadonlyMap<string, Timers>

const UNITS: Record<string, number> = { w: 604_800_000, d: 86_400_000, h: 3_600_000, m: 60_000, s: 1000 }
const READY = /\b(ready|available|complete[d]?|now|done)\b/i
const PART = /(\d+(?:\.\d+)?)\s*(w|d|h|m|s)[a-z]*/gi
const CLOCK = /^(?:(\d+)[.:])?(\d{1,2}):(\d{2}):(\d{2})$/

/** Milliseconds that a countdown such as "3d 4h 12m" or "1.02:03:04" still takes; null: it cannot be told. */
export function readCountdown(said: string): number | null {
  const clock = CLOCK.exec(said.trim())
  if (clock) {
    const [days, hours, minutes, seconds] = clock.slice(1).map(part => Number(part ?? 0))
    return days! * UNITS.d! + hours! * UNITS.h! + minutes! * UNITS.m! + seconds! * UNITS.s!
  }
  const parts = [...said.matchAll(PART)]
  if (parts.length > 0)
    return parts.reduce((sum, [, n, unit]) => sum + Number(n) * UNITS[unit!.toLowerCase()]!, 0)
  return READY.test(said) ? 0 : null
}

function timerOf(said: string | null, told: number): Timer {
  const left = said === null ? null : readCountdown(said)
  // Ready is ready, however the plugin's clock goes.
  return { said, told, readyAt: left ? told + left : left }
}

/** The body of `GET /quest-status`. */
export function readQuests(body: unknown): Quests {
  const quests = new Map<string, Timers>()
  const characters = isRecord(body) && isRecord(body.quests) ? body.quests : {}
  for (const [name, row] of Object.entries(characters)) {
    if (!isRecord(row)) continue
    const timers = new Map<string, Timer>()
    for (const [quest, timer] of Object.entries(row)) {
      if (isRecord(timer)) timers.set(quest, timerOf(readText(timer.countdown), readTime(timer.updated) ?? 0))
    }
    quests.set(name, timers)
  }
  return quests
}

/** What is known after some messages. */
export function withReports(quests: Quests, messages: readonly unknown[]): Quests {
  const next = new Map(quests)
  for (const message of messages) {
    if (!isRecord(message)) continue
    const [name, quest] = [readText(message.character_name), readText(message.quest_name)]
    if (name === null || quest === null) continue
    const timer = timerOf(readText(message.countdown), readTime(message.timestamp) ?? 0)
    next.set(name, new Map(next.get(name)).set(quest, timer))
  }
  return next
}

/** Ready, counting down, or something that is told as the plugin wrote it. */
export type Standing =
  | { kind: 'ready' }
  | { kind: 'left'; milliseconds: number }
  | { kind: 'said'; text: string | null }

export function standing({ said, readyAt }: Timer, now: number): Standing {
  if (readyAt === null) return { kind: 'said', text: said }
  return readyAt <= now ? { kind: 'ready' } : { kind: 'left', milliseconds: readyAt - now }
}

/** The rows and columns of the table, and how many are ready in each. */
export interface Matrix {
  characters: { name: string; ready: number; known: number }[]
  quests: { name: string; ready: number; known: number }[]
}

/** Those whose name, or one of whose quests, contains a text; and the quests that are left then. */
export function matrixOf(quests: Quests, wanted: string, now: number): Matrix {
  const text = wanted.trim().toLowerCase()
  const has = (name: string) => name.toLowerCase().includes(text)
  const all = [...new Set([...quests.values()].flatMap(timers => [...timers.keys()]))]
  const foundQuests = all.filter(has)
  const foundCharacters = [...quests.keys()].filter(has)
  // A text that is in no quest's name narrows the characters, and the other way round.
  const names = (foundCharacters.length > 0 ? foundCharacters : [...quests.keys()]).sort((a, b) =>
    a.localeCompare(b),
  )
  const columns = (foundQuests.length > 0 ? foundQuests : all).sort((a, b) => a.localeCompare(b))
  if (text !== '' && foundCharacters.length === 0 && foundQuests.length === 0)
    return { characters: [], quests: [] }
  const count = (timers: (Timer | undefined)[]) => {
    const known = timers.filter(timer => timer !== undefined)
    return { ready: known.filter(timer => standing(timer, now).kind === 'ready').length, known: known.length }
  }
  return {
    characters: names
      .map(name => ({ name, ...count(columns.map(quest => quests.get(name)?.get(quest))) }))
      .filter(({ known }) => known > 0),
    quests: columns
      .map(name => ({ name, ...count(names.map(character => quests.get(character)?.get(name))) }))
      .filter(({ known }) => known > 0),
  }
}
