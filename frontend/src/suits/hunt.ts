import { isRecord, readNumber, readText } from '../live/player'
import {
  type Bound,
  type Complete,
  type Explanation,
  type Figures,
  readBound,
  readComplete,
  readExplanation,
  readSuit,
  type Suit,
} from './answer'
import type { StreamEvent } from './stream'
import type { Wish } from './wish'

/** Why a search ended without its last word. */
export interface HuntFault {
  status: number
  message: string
  field: string | null
  /** Milliseconds of this machine's clock at which another try makes sense. */
  retryAt: number | null
}

/** One search, as far as it has come. */
export interface Hunt {
  /** What was asked for. */
  wish: Wish
  /** Milliseconds of this machine's clock. */
  began: number
  running: boolean
  phase: 'load' | 'reduce' | 'search' | 'prove'
  /** Pieces of the chosen characters; null: not counted yet. */
  pieces: number | null
  /** Ways to wear them that are left after comparing. */
  left: number | null
  nodes: number
  elapsedMs: number
  bound: Bound | null
  /** Those told on the way, by id; each with the time after which it came. */
  found: ReadonlyMap<string, { suit: Suit; afterMs: number }>
  /** The order of the last word; null: not said yet. */
  ranking: readonly string[] | null
  notes: readonly string[]
  complete: Complete | null
  /** Comes a moment after the last word. */
  explanation: Explanation | null
  fault: HuntFault | null
  /** Somebody ended it by hand. */
  stopped: boolean
}

export function newHunt(wish: Wish, began: number): Hunt {
  return {
    wish,
    began,
    running: true,
    phase: 'load',
    pieces: null,
    left: null,
    nodes: 0,
    elapsedMs: 0,
    bound: null,
    found: new Map(),
    ranking: null,
    notes: [],
    complete: null,
    explanation: null,
    fault: null,
    stopped: false,
  }
}

/** The search after an event of its stream. What cannot be read changes nothing. */
export function hear(hunt: Hunt, { event, data }: StreamEvent, now: number): Hunt {
  const body = parsed(data)
  if (!isRecord(body)) return hunt
  const on = HEARD[event]
  return on ? on(hunt, body, now) : hunt
}

const HEARD: Record<string, (hunt: Hunt, body: Record<string, unknown>, now: number) => Hunt> = {
  phase(hunt, body) {
    const items = readNumber(body.items)
    switch (body.phase) {
      case 'reduce':
        return { ...hunt, phase: 'reduce', pieces: items }
      case 'search':
      case 'prove':
        return { ...hunt, phase: body.phase, left: items }
    }
    return hunt
  },

  progress(hunt, body) {
    return {
      ...hunt,
      elapsedMs: readNumber(body.elapsed_ms) ?? hunt.elapsedMs,
      nodes: readNumber(body.nodes) ?? hunt.nodes,
      bound: readBound(body.bound),
    }
  },

  suit(hunt, body, now) {
    const suit = readSuit(body)
    if (!suit) return hunt
    const found = new Map(hunt.found)
    found.set(suit.id, { suit, afterMs: found.get(suit.id)?.afterMs ?? now - hunt.began })
    // What is not provisional comes in the order of the ranking.
    const ranking = suit.provisional ? hunt.ranking : [...new Set([...(hunt.ranking ?? []), suit.id])]
    return { ...hunt, found, ranking }
  },

  log(hunt, body) {
    const message = readText(body.message)
    // What comes after the last word says in sentences what the explanation holds.
    return message === null || hunt.complete ? hunt : { ...hunt, notes: [...hunt.notes, message] }
  },

  explanation(hunt, body) {
    return { ...hunt, explanation: readExplanation(body) }
  },

  complete(hunt, body) {
    const complete = readComplete(body)
    return {
      ...hunt,
      running: false,
      complete,
      ranking: complete.ranking,
      elapsedMs: complete.elapsedMs,
      nodes: complete.nodes,
      left: complete.considered,
      bound: complete.bound,
    }
  },

  error(hunt, body) {
    const message = readText(body.message) ?? ''
    return { ...hunt, running: false, fault: { status: 500, message, field: null, retryAt: null } }
  },
}

function parsed(data: string): unknown {
  try {
    return JSON.parse(data)
  } catch {
    return null
  }
}

/** The suits to be shown, the best first: those of the last word, or those found on the way. */
export function suitsOf(hunt: Hunt): Suit[] {
  if (hunt.ranking) {
    return hunt.ranking.flatMap(id => hunt.found.get(id)?.suit ?? [])
  }
  return [...hunt.found.values()].map(each => each.suit).sort((a, b) => compareScores(b.score, a.score))
}

/** Compares scores criterion by criterion, in their order; what is to be few counts the other way. */
export function compareScores(a: Figures, b: Figures): number {
  for (const key of Object.keys(a)) {
    const difference = better(key, a[key] ?? 0, b[key] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}

/** Above zero where `a` is better than `b` in a criterion. */
export function better(criterion: string, a: number, b: number): number {
  return criterion.startsWith('fewest_') ? b - a : a - b
}

/** How the search stands, in the words of the proof line. */
export type Standing = 'searching' | 'proved' | 'none' | 'time' | 'memory' | 'nodes' | 'stopped' | 'failed'

export function standing(hunt: Hunt): Standing {
  const nothing = suitsOf(hunt).length === 0
  if (hunt.fault) return 'failed'
  if (hunt.complete) {
    if (hunt.complete.optimal) return nothing ? 'none' : 'proved'
    return hunt.complete.stoppedBy === 'memory' || hunt.complete.stoppedBy === 'nodes'
      ? hunt.complete.stoppedBy
      : 'time'
  }
  return hunt.stopped ? 'stopped' : 'searching'
}
