import { isRecord, readNumber, readText, readTime } from '../../live/player'

/** From the strongest. */
export const TIERS = ['legendary', 'epic', 'major', 'moderate', 'minor', 'feeble'] as const
export type Tier = (typeof TIERS)[number]

export interface Spell {
  /** The game's; null: not told. */
  id: number | null
  name: string
  /** Its name without the tier: spells of one line do not add up, the strongest counts. */
  line: string
  /** null: no cantrip. */
  tier: Tier | null
  active: boolean
}

/** A worn piece and what is cast on it. */
export interface Piece {
  key: string
  name: string
  /** Where it is worn, in the plugin's words; null: not told. */
  slot: string | null
  spells: Spell[]
}

export interface Worn {
  at: number | null
  pieces: Piece[]
}

/** Reads `GET /equipment-cantrip-state/{character}` and the message, which are of one shape. */
export function readWorn(body: unknown): Worn {
  const row = isRecord(body) ? body : {}
  const items = Array.isArray(row.items) ? row.items : []
  return { at: readTime(row.timestamp), pieces: items.filter(isRecord).map(readPiece) }
}

function readPiece(row: Record<string, unknown>, index: number): Piece {
  const spells = Array.isArray(row.spells) ? row.spells : []
  const id = readNumber(row.item_id)
  return {
    key: `${index} ${id ?? ''}`,
    name: readText(row.name) ?? `${id ?? ''}`,
    slot: readText(row.slot),
    spells: spells.map(readSpell).filter(spell => spell !== null),
  }
}

/** Some plugins tell a name alone: then it is at work. */
function readSpell(body: unknown): Spell | null {
  const row = isRecord(body) ? body : { name: body }
  const name = readText(row.name)
  const id = readNumber(row.id)
  if (name === null && id === null) return null
  const [tier, line] = tierOf(name ?? '')
  return { id, name: name ?? `${id}`, line: line || `${id}`, tier, active: row.active !== false }
}

function tierOf(name: string): [Tier | null, string] {
  const word = name.split(' ', 1)[0]!.toLowerCase()
  const tier = TIERS.find(each => each === word)
  return tier ? [tier, name.slice(word.length).trim()] : [null, name]
}

/** A line of spells over all that is worn. */
export interface Line {
  name: string
  /** The strongest that is at work; else the strongest that is worn. */
  best: Spell
  /** The pieces that have it, that with the best first. */
  on: { piece: Piece; spell: Spell }[]
}

/** Lines whose best is not at work first, then by strength and name. */
export function linesOf(pieces: readonly Piece[]): Line[] {
  const lines = new Map<string, Line['on']>()
  for (const piece of pieces) {
    for (const spell of piece.spells) {
      const key = spell.line.toLowerCase()
      lines.set(key, [...(lines.get(key) ?? []), { piece, spell }])
    }
  }
  const found = [...lines.values()].map(on => {
    const sorted = on.sort((a, b) => compare(a.spell, b.spell))
    const best = sorted[0]!.spell
    return { name: best.line, best, on: sorted }
  })
  return found.sort(
    (a, b) =>
      Number(a.best.active) - Number(b.best.active) ||
      strength(a.best) - strength(b.best) ||
      (a.name < b.name ? -1 : 1),
  )
}

/** What is at work comes first, then what is stronger. */
function compare(a: Spell, b: Spell): number {
  return Number(b.active) - Number(a.active) || strength(a) - strength(b)
}

function strength({ tier }: Spell): number {
  return tier === null ? TIERS.length : TIERS.indexOf(tier)
}

/** How many spells are at work, and how many are not. */
export function countOf(pieces: readonly Piece[]): { active: number; idle: number } {
  const spells = pieces.flatMap(piece => piece.spells)
  const active = spells.filter(spell => spell.active).length
  return { active, idle: spells.length - active }
}
