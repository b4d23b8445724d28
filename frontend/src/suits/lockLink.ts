import { PATH, writeLink } from './link'
import { lastWish } from './remembered'
import { faultOf, isLocked, SLOTS, toggleLock, USUAL, USUAL_AIMS, type Wish } from './wish'

interface Wearable {
  owner: string
  itemId: number
  /** Which it covers, or any one of which it fills. */
  slots: readonly string[]
  /** The number of its set; null: it is of none. */
  setId: number | null
}

/** Whether a suit can have it. */
export function suits({ slots }: Pick<Wearable, 'slots'>): boolean {
  return slots.some(slot => SLOTS.includes(slot))
}

/** The address of the suit builder with the last wish of this browser, in which a piece is locked. */
export function lockLink(piece: Wearable): string {
  return PATH + writeLink(withLocked(forSomething(lastWish().wish, piece), piece))
}

// What a suit can be judged by that neither wants cantrips nor a set.
const PLAIN_AIMS = USUAL_AIMS.filter(aim => aim !== 'cantrips' && aim !== 'set_pieces')

/** A wish that can be searched for: of one that says nothing, for the piece's set, or the highest figures. */
function forSomething(wish: Wish, { setId }: Wearable): Wish {
  if (faultOf(wish)?.reason !== 'nothing') return wish
  if (setId === null) return { ...wish, objective: PLAIN_AIMS }
  return { ...wish, primary: { id: setId, count: USUAL.primaryCount } }
}

function withLocked(wish: Wish, { owner: character, itemId, slots }: Wearable): Wish {
  const fits = slots.filter(slot => SLOTS.includes(slot))
  const asked = fits.some(slot => wish.slots.includes(slot))
  const open: Wish = {
    ...wish,
    slots: asked ? wish.slots : SLOTS.filter(slot => slot === fits[0] || wish.slots.includes(slot)),
    // Who holds it must be among those who may give.
    characters:
      wish.characters === null || wish.characters.includes(character)
        ? wish.characters
        : [...wish.characters, character],
  }
  const locked = { character, itemId, slot: fits.length === 1 ? fits[0]! : '' }
  return isLocked(open, locked) ? open : toggleLock(open, locked)
}
