import type { Piece, Suit } from './answer'

export interface Giving {
  owner: string
  pieces: readonly Piece[]
}

/** Who has to hand over what, the most first. The wearer's own pieces are there already. */
export function handOver(suit: Suit, target: string): Giving[] {
  const owners = new Map<string, Piece[]>()
  for (const piece of suit.items) {
    if (piece.character === target) continue
    const pieces = owners.get(piece.character)
    if (pieces) pieces.push(piece)
    else owners.set(piece.character, [piece])
  }
  return [...owners]
    .map(([owner, pieces]) => ({ owner, pieces }))
    .sort((a, b) => b.pieces.length - a.pieces.length || a.owner.localeCompare(b.owner))
}

/** The words that the list is written in. */
export interface HandOverWords {
  title: (target: string) => string
  slot: (slot: string) => string
  worn: string
  reduce: (slot: string) => string
}

/**
 * The list as a text to be pasted: a line for each owner, whatever is in the names, and under it one for each of
 * the pieces.
 */
export function handOverText(suit: Suit, target: string, words: HandOverWords): string {
  const lines = [words.title(oneLine(target))]
  for (const { owner, pieces } of handOver(suit, target)) {
    lines.push('', `${oneLine(owner)}:`)
    for (const piece of pieces) {
      const slots = piece.slots.map(words.slot).join(', ')
      const marks = [
        piece.reducedFrom.length > 0 ? words.reduce(slots) : slots,
        ...(piece.equipped ? [words.worn] : []),
      ]
      lines.push(`- ${oneLine(piece.name)} (${marks.join('; ')})`)
    }
  }
  return `${lines.join('\n')}\n`
}

/** Without line ends and what turns the direction of writing: names must not rearrange the list. */
export function oneLine(name: string): string {
  return name.replace(/[\p{Cc}\p{Zl}\p{Zp}\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu, ' ').trim()
}
