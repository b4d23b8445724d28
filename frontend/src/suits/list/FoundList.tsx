import { text } from '../../text'
import { Icon } from '../../ui/Icon'
import type { Suit } from '../answer'
import { differences, otherSlots } from '../compare'
import { useBuilder } from '../context'
import { standing } from '../hunt'

// More than these do not fit under a suit; what matters most comes first.
const MOST = 4

/** The suits found, the best first, each with what differs from the first. */
export function FoundList({ onShow }: { onShow: () => void }) {
  const { suits, hunt } = useBuilder()
  const t = text.suits.list
  const impossible = hunt !== null && standing(hunt) === 'none'
  if (suits.length === 0) {
    return (
      <div className="sb-list-scroll sb-list-empty">
        <p>{impossible ? text.suits.proof.none : t.none}</p>
        {!impossible && <p className="ink-3">{t.noneDetail}</p>}
      </div>
    )
  }
  return (
    <div className="sb-list-scroll">
      <p className="sb-list-columns label" aria-hidden="true">
        <span />
        <span>{t.heads.cantrips}</span>
        <span>{t.heads.sets}</span>
        <span title={t.critHint}>{t.heads.crit}</span>
        <span>{t.heads.al}</span>
      </p>
      <ol>
        {suits.map((suit, at) => (
          <Found key={suit.id} suit={suit} at={at} onShow={onShow} />
        ))}
      </ol>
    </div>
  )
}

function Found({ suit, at, onShow }: { suit: Suit; at: number; onShow: () => void }) {
  const { shown, choose, hunt, other, compareWith, kept } = useBuilder()
  const t = text.suits.list
  const wish = hunt?.wish
  if (!wish) return null
  const on = suit === shown
  const wanted = wish.cantrips.length
  const sets = [wish.primary, wish.secondary].filter(set => set.id !== 0).map(set => suit.sets[set.id] ?? 0)
  return (
    <li className={on ? 'sb-found on' : other === suit ? 'sb-found sb-other' : 'sb-found'}>
      <button
        type="button"
        className="sb-found-main"
        aria-current={on}
        onClick={() => {
          choose(suit)
          onShow()
        }}
      >
        <span className="unseen">{t.show(at + 1)}</span>
        <span className="sb-list-columns">
          <span className="ink-3 sb-number" aria-hidden="true">
            {at + 1}
          </span>
          <span>{wanted > 0 ? t.of(suit.reached.length, wanted) : '–'}</span>
          <span>{sets.length > 0 ? sets.join(' + ') : '–'}</span>
          <span className="sb-number">{text.number(suit.ratings.crit_damage_rating ?? 0)}</span>
          <span className="sb-number">{text.number(suit.armorLevel)}</span>
        </span>
        {at === 0 ? <FirstNote suit={suit} /> : <Differs suit={suit} />}
      </button>
      {!on && !kept && (
        <button
          type="button"
          className="icon-button small sb-compare-button"
          aria-label={t.compare}
          aria-pressed={other === suit}
          title={t.compare}
          onClick={() => {
            compareWith(other === suit ? null : suit)
            onShow()
          }}
        >
          <Icon name="columns" size={14} />
        </button>
      )}
    </li>
  )
}

function FirstNote({ suit }: { suit: Suit }) {
  const { hunt } = useBuilder()
  const t = text.suits.list
  if (!hunt) return null
  const after = hunt.found.get(suit.id)?.afterMs
  const proved = standing(hunt) === 'proved'
  const words = proved ? t.best : after !== undefined ? t.after(after) : t.first
  return <span className="sb-found-note ink-2">{words}</span>
}

function Differs({ suit }: { suit: Suit }) {
  const { suits, hunt } = useBuilder()
  const t = text.suits.list
  const first = suits[0]
  if (!first || !hunt) return null
  const all = differences(first, suit, hunt.wish)
  const slots = otherSlots(first, suit)
  return (
    <>
      <span className="sb-found-note">
        {all.length === 0 && <span className="ink-3">{t.same}</span>}
        {all.slice(0, MOST).map((difference, at) => (
          <span key={text.suits.difference(difference)}>
            {at > 0 ? ', ' : ''}
            <span className={difference.good ? 'good' : 'bad'}>{text.suits.difference(difference)}</span>
          </span>
        ))}
        {all.length > MOST && <span className="ink-3"> …</span>}
      </span>
      {slots.length > 0 && (
        <span className="sb-found-slots ink-3">
          {t.other(slots.map(slot => text.slots[slot as keyof typeof text.slots].toLowerCase()).join(', '))}
        </span>
      )}
    </>
  )
}
