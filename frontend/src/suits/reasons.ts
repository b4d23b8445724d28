import { text } from '../text'
import type { MissingCantrip } from './answer'
import { firstDifference } from './compare'
import { useBuilder } from './context'
import { suitsOf } from './hunt'

/** Says why the best suit lacks a cantrip, in the words of this page where it can. */
export function useReason(): (missing: MissingCantrip) => string {
  const { hunt, offers } = useBuilder()
  const t = text.suits.summary
  const best = hunt ? suitsOf(hunt)[0] : undefined
  const givers = hunt?.wish.characters?.length ?? offers.givers.length
  return missing => {
    if (missing.items > 0 && missing.with && best) {
      const cost = firstDifference(best.score, missing.with)
      return cost ? t.costs(missing.items, text.suits.difference(cost)) : t.costsNothing(missing.items)
    }
    if (missing.items === 0 && missing.best) return t.bestIs(missing.best)
    if (missing.reason === 'no item has it in any tier') return t.noPiece(givers)
    return text.suits.sentence(missing.reason)
  }
}
