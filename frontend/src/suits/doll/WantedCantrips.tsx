import { text } from '../../text'
import type { Piece } from '../answer'
import { useBuilder } from '../context'
import { TIERS } from '../wish'

/** The cantrips of a piece that are wanted, in their tiers' colours. */
export function WantedCantrips({ piece }: { piece: Piece }) {
  const { wish, hunt, kept } = useBuilder()
  const asked = (kept?.wish ?? hunt?.wish ?? wish).cantrips
  const wanted = piece.cantrips.filter(cantrip =>
    asked.some(each => each.name === cantrip.name && TIERS.indexOf(cantrip.tier) >= TIERS.indexOf(each.tier)),
  )
  if (wanted.length === 0) return null
  return (
    <span className="sb-slot-cantrips" title={wanted.map(text.suits.summary.cantrip).join(', ')}>
      {wanted.map((cantrip, at) => (
        <span key={cantrip.name} className={`sb-ink-${cantrip.tier}`}>
          <span className="unseen">{text.suits.tiers[cantrip.tier]} </span>
          {text.suits.short(cantrip.name)}
          {at < wanted.length - 1 ? ', ' : ''}
        </span>
      ))}
    </span>
  )
}
