import { text } from '../../text'
import { Icon } from '../../ui/Icon'
import type { Cantrip, Piece } from '../answer'
import { useBuilder } from '../context'
import { withGiver } from '../givers'
import { exclude, isLocked, TIERS, toggleLock, toggleSlot } from '../wish'
import { SearchAgain } from './SearchAgain'

/** All that is known of a piece, and what can be done about it. */
export function PieceMenu({ slot, piece, onDone }: { slot: string; piece: Piece; onDone: () => void }) {
  const { wish, change, offers } = useBuilder()
  const t = text.suits.doll
  const locked = isLocked(wish, piece)
  const out = wish.excluded.some(
    each => each.itemId === piece.itemId && ['', piece.character].includes(each.character),
  )
  const where = piece.slots[0] ?? slot
  const actions = [
    {
      icon: 'lock' as const,
      label: locked ? t.unlock : t.lock,
      run: () =>
        change(before =>
          toggleLock(before, { character: piece.character, itemId: piece.itemId, slot: where }),
        ),
    },
    ...(out
      ? []
      : [
          {
            icon: 'close' as const,
            label: t.exclude,
            run: () =>
              change(before => exclude(before, { character: piece.character, itemId: piece.itemId })),
          },
        ]),
    {
      icon: 'user' as const,
      label: t.notFrom(piece.character),
      run: () =>
        change(before => ({
          ...before,
          characters: withGiver(
            before.characters,
            piece.character,
            false,
            offers.givers.map(each => each.name),
          ),
        })),
    },
    { icon: 'minus' as const, label: t.askNot, run: () => change(before => toggleSlot(before, slot)) },
  ]
  return (
    <>
      <h3 dir="auto">{piece.name}</h3>
      <Facts piece={piece} />
      <ul className="sb-actions">
        {actions.map(({ icon, label, run }) => (
          <li key={label}>
            <button
              type="button"
              onClick={() => {
                run()
                onDone()
              }}
            >
              <Icon name={icon} size={14} />
              <span dir="auto">{label}</span>
            </button>
          </li>
        ))}
      </ul>
      <SearchAgain onDone={onDone} />
    </>
  )
}

function Facts({ piece }: { piece: Piece }) {
  const { wish } = useBuilder()
  const t = text.suits.doll
  const names = (slots: readonly string[]) =>
    slots.map(slot => text.slots[slot as keyof typeof text.slots].toLowerCase()).join(', ')
  const wanted = ({ name, tier }: Cantrip) =>
    wish.cantrips.some(each => each.name === name && TIERS.indexOf(tier) >= TIERS.indexOf(each.tier))
  return (
    <dl className="sb-facts">
      <dt>{t.owner}</dt>
      <dd>
        <bdi>{piece.character}</bdi>
        {piece.equipped && <span className="ink-3">, {text.suits.handOver.worn}</span>}
      </dd>
      {piece.setName && (
        <>
          <dt>{t.set}</dt>
          <dd>{piece.setName}</dd>
        </>
      )}
      {piece.armorLevel > 0 && (
        <>
          <dt title={t.alHint}>{text.suits.rating('armor_level')}</dt>
          <dd>{text.number(piece.armorLevel)}</dd>
        </>
      )}
      {Object.entries(piece.ratings).map(([rating, value]) => (
        <div key={rating} className="sb-fact">
          <dt>{text.suits.rating(rating)}</dt>
          <dd>{text.number(value)}</dd>
        </div>
      ))}
      {piece.reducedFrom.length > 0 && (
        <>
          <dt>{t.reduced}</dt>
          <dd>{t.reducedFrom(names(piece.reducedFrom))}</dd>
        </>
      )}
      <dt>{t.cantrips}</dt>
      <dd>
        {piece.cantrips.length === 0 && <span className="ink-3">{t.noCantrips}</span>}
        {piece.cantrips.map(cantrip => (
          <span key={cantrip.name} className="sb-fact-cantrip">
            <span className={`sb-ink-${cantrip.tier}`}>{text.suits.summary.cantrip(cantrip)}</span>
            {wanted(cantrip) && <span className="ink-3"> {t.wanted}</span>}
          </span>
        ))}
      </dd>
    </dl>
  )
}
