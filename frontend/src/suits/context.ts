import { createContext, useContext } from 'react'
import type { CantripLine, Giver, Piece, Preset, SetChoice, Suit } from './answer'
import type { Hunt } from './hunt'
import type { Named } from './remembered'
import type { Kept } from './saved'
import type { Locked, Wish } from './wish'

/** What the form offers; null: not read yet. */
export interface Offers {
  givers: Giver[]
  sets: SetChoice[]
  lines: CantripLine[]
  presets: Preset[]
}

/** A member of the request that the server or this page refuses. */
export interface FieldFault {
  field: string
  message: string
}

/** What every part of the suit builder's page works with. */
export interface Builder {
  offers: Offers
  wish: Wish
  /** What the wish is called; '': nothing. */
  name: string
  change: (apply: (wish: Wish) => Wish) => void
  /** Puts another wish in the place of this one. */
  take: (named: Named) => void
  fault: FieldFault | null

  hunt: Hunt | null
  suits: Suit[]
  /** The wish is not what was searched for. */
  dirty: boolean
  /** Searches for the wish, or for what it becomes. */
  search: (apply?: (wish: Wish) => Wish) => void
  stop: () => void

  /** The suit that is shown, found or saved; null: none yet. */
  shown: Suit | null
  /** Its place among those found, from 0; null: it is a saved one. */
  rank: number | null
  choose: (suit: Suit) => void
  /** The saved suit that is shown. */
  kept: Kept | null
  openKept: (kept: Kept | null) => void

  /** Beside the suit that is shown, another one. */
  other: Suit | null
  compareWith: (suit: Suit | null) => void

  /** The locked pieces that nobody has, such as those of an old link. */
  lost: readonly Locked[]
  /** What an item is called, as far as it was seen in any suit, or is locked. */
  nameOf: (itemId: number) => string | null
  remember: (piece: Pick<Piece, 'itemId' | 'name'>) => void
}

export const BuilderContext = createContext<Builder | null>(null)

export function useBuilder(): Builder {
  const builder = useContext(BuilderContext)
  if (!builder) throw new Error('used outside of the suit builder')
  return builder
}
