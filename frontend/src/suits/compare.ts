import type { Figures, Piece, Suit } from './answer'
import { better } from './hunt'
import { SLOTS, type Wish } from './wish'

/** In what a suit is better or worse than another. */
export interface Difference {
  of:
    | { kind: 'cantrip'; name: string }
    | { kind: 'set'; set: number; name: string | null }
    | { kind: 'figure'; criterion: string }
  /** How many more; below zero: fewer. Of a cantrip 1 or −1. */
  by: number
  good: boolean
}

/** What differs from the first suit in what is asked for: in the order of the aims, what matters most first. */
export function differences(first: Suit, suit: Suit, wish: Wish): Difference[] {
  return Object.keys(first.score).flatMap(criterion => {
    if (criterion === 'cantrips') return cantrips(first, suit)
    if (criterion === 'set_pieces') return sets(first, suit, wish)
    return figure(criterion, first.score, suit.score)
  })
}

function cantrips(first: Suit, suit: Suit): Difference[] {
  const names = (of: Suit) => of.reached.map(each => each.name)
  const change = (name: string, by: number): Difference => ({
    of: { kind: 'cantrip', name },
    by,
    good: by > 0,
  })
  return [
    ...names(suit)
      .filter(name => !names(first).includes(name))
      .map(name => change(name, 1)),
    ...names(first)
      .filter(name => !names(suit).includes(name))
      .map(name => change(name, -1)),
  ]
}

function sets(first: Suit, suit: Suit, wish: Wish): Difference[] {
  return [wish.primary, wish.secondary].flatMap(({ id, count }): Difference[] => {
    if (id === 0) return []
    // More than wanted is worth nothing.
    const by = Math.min(suit.sets[id] ?? 0, count) - Math.min(first.sets[id] ?? 0, count)
    if (by === 0) return []
    const name = [...first.items, ...suit.items].find(piece => piece.set === id)?.setName ?? null
    return [{ of: { kind: 'set', set: id, name }, by, good: by > 0 }]
  })
}

function figure(criterion: string, from: Figures, to: Figures): Difference[] {
  const by = (to[criterion] ?? 0) - (from[criterion] ?? 0)
  if (by === 0) return []
  return [
    {
      of: { kind: 'figure', criterion },
      by,
      good: better(criterion, to[criterion] ?? 0, from[criterion] ?? 0) > 0,
    },
  ]
}

/** The slots in which another piece is worn, or the same one elsewhere. */
export function otherSlots(first: Suit, suit: Suit): string[] {
  const [a, b] = [bySlot(first), bySlot(suit)]
  return SLOTS.filter(slot => keyOf(a.get(slot)) !== keyOf(b.get(slot)))
}

function keyOf(piece: Piece | undefined): string {
  return piece ? `${piece.itemId} ${piece.character}` : ''
}

/** Each slot's piece; one that covers several is in each of them. */
export function bySlot(suit: Suit): Map<string, Piece> {
  return new Map(suit.items.flatMap(piece => piece.slots.map(slot => [slot, piece] as const)))
}

/** Where one score is first better or worse than another, and by how much; null: nowhere. */
export function firstDifference(from: Figures, to: Figures): Difference | null {
  for (const criterion of Object.keys(from)) {
    const [found] = figure(criterion, from, to)
    if (found) return found
  }
  return null
}
