import { text } from '../../text'
import type { Figures, WorthLooking } from '../answer'
import { firstDifference } from '../compare'
import { useBuilder } from '../context'
import { withGiver } from '../givers'
import { suitsOf } from '../hunt'
import type { Wish } from '../wish'

/** A piece that somebody has, and the wish leaves out. */
export function LookingBox() {
  const { hunt, kept, shown, search, offers, remember } = useBuilder()
  const t = text.suits.worth
  const worth = kept ? null : hunt?.explanation?.worth
  const gain = useGain()
  if (!hunt && !shown) return <p className="ink-3 sb-waits">{text.suits.doll.waits}</p>
  if (!hunt || !shown || kept) return null
  const act = worth && t.act[worth.why]
  return (
    <div className="sb-doll-box sb-worth-box sb-looking-box">
      <p className="label">{t.looking}</p>
      {!worth && <p className="ink-3">{hunt.explanation ? t.noneLooking : t.soon}</p>}
      {worth && (
        <>
          <p className="sb-worth-line">
            <bdi className="cut sb-name">{worth.name}</bdi>{' '}
            <bdi className="ink-2">{t.of(worth.character)}</bdi>
            <span className="ink-3">, {t.why[worth.why] ?? worth.why}</span>
          </p>
          <p className="sb-worth-line ink-3">
            {t.would(gain(worth.score))}
            {act && (
              <button
                type="button"
                className="accent sb-act"
                onClick={() => {
                  remember(worth)
                  search(before =>
                    letIn(
                      before,
                      worth,
                      offers.givers.map(each => each.name),
                    ),
                  )
                }}
              >
                <bdi>{act(worth.character)}</bdi>
              </button>
            )}
          </p>
        </>
      )}
    </div>
  )
}

/** The wish with what leaves the piece out taken back. */
function letIn(wish: Wish, worth: WorthLooking, everybody: readonly string[]): Wish {
  switch (worth.why) {
    case 'worn now':
      return { ...wish, equipped: true }
    case 'in a pack':
      return { ...wish, inventory: true }
    case 'excluded':
      return { ...wish, excluded: wish.excluded.filter(each => each.itemId !== worth.itemId) }
  }
  return { ...wish, characters: withGiver(wish.characters, worth.character, true, everybody) }
}

/** Pieces that nobody may have yet. */
export function HuntingBox() {
  const { hunt, kept, shown } = useBuilder()
  const t = text.suits.worth
  const gain = useGain()
  if (!hunt || !shown || kept) return null
  const wishes = hunt.explanation?.wishes ?? []
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, by the keyboard too
    <div className="sb-doll-box sb-worth-box sb-hunting-box" tabIndex={0}>
      <p className="label">{t.hunting}</p>
      {wishes.length === 0 && <p className="ink-3">{hunt.explanation ? t.noneHunting : t.soon}</p>}
      {wishes.map(wish => (
        <p
          key={wish.slot}
          className="sb-worth-line"
          title={wish.cantrips.map(text.suits.summary.cantrip).join(', ') || undefined}
        >
          <span>{text.slots[wish.slot as keyof typeof text.slots] ?? wish.slot}</span>
          <span className="ink-3">: </span>
          {wish.cantrips.length === 0 && <span className="ink-2">{t.plain}</span>}
          {wish.cantrips.map((cantrip, at) => (
            <span key={cantrip.name} className={`sb-ink-${cantrip.tier}`}>
              <span className="unseen">{text.suits.tiers[cantrip.tier]} </span>
              {text.suits.short(cantrip.name)}
              {at < wish.cantrips.length - 1 ? ', ' : ''}
            </span>
          ))}
          {wish.setName && <span className="ink-2"> {t.inSet(wish.setName)}</span>}
          <span className="good"> {gain(wish.score)}</span>
        </p>
      ))}
    </div>
  )
}

/** What a score would bring over that of the best suit. */
function useGain(): (score: Figures) => string {
  const { hunt } = useBuilder()
  const best = hunt ? suitsOf(hunt)[0] : undefined
  return score => {
    const difference = best && firstDifference(best.score, score)
    return difference ? text.suits.difference(difference) : ''
  }
}
