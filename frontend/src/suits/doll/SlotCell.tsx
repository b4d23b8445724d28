import type { DollSlot } from '../../doll/slots'
import { text } from '../../text'
import { Icon } from '../../ui/Icon'
import type { Piece } from '../answer'
import { useBuilder } from '../context'
import { Popup } from '../Popup'
import { useTarget } from '../useCopyHandOver'
import { isLocked, type Locked, lockedIn } from '../wish'
import { PieceMenu } from './PieceMenu'
import { SlotMenu } from './SlotMenu'
import { WantedCantrips } from './WantedCantrips'

interface SlotCellProps {
  cell: DollSlot
  piece: Piece | null
}

/** A slot of the doll: what is worn there, whose it is, and what it brings of what is wanted. */
export function SlotCell({ cell, piece }: SlotCellProps) {
  const { wish } = useBuilder()
  const slot = text.slots[cell.id as keyof typeof text.slots]
  const edge = useSetEdge(piece)
  const locked = piece !== null && isLocked(wish, piece)
  return (
    <Popup
      label={slot}
      className="sb-piece-menu"
      trigger={props => (
        <button
          type="button"
          {...props}
          className={`sb-slot ${edge} ${piece ? '' : 'sb-open'} ${locked ? 'sb-locked' : ''}`}
          style={{ gridArea: `${cell.row} / ${cell.column}` }}
          data-slot={cell.id}
        >
          <span className="sb-slot-head">
            <Icon name={cell.icon} size={14} />
            <span className="cut">{slot}</span>
          </span>
          <SlotContent slot={cell.id} piece={piece} locked={locked} />
        </button>
      )}
    >
      {close =>
        piece ? (
          <PieceMenu slot={cell.id} piece={piece} onDone={close} />
        ) : (
          <SlotMenu slot={cell.id} onDone={close} />
        )
      }
    </Popup>
  )
}

/** What stands in a slot, in a cell of the doll and in a row of the phone. */
export function SlotContent({ slot, piece, locked }: { slot: string; piece: Piece | null; locked: boolean }) {
  const { wish, shown, hunt, kept } = useBuilder()
  const owner = useOwner()
  const t = text.suits.doll
  const lock = lockedIn(wish, slot)
  if (!piece && lock) return <LockedContent lock={lock} />
  if (!piece) {
    const asked = (kept?.wish ?? hunt?.wish ?? wish).slots.includes(slot)
    return <span className="sb-slot-none ink-3">{!asked ? t.notAsked : shown ? t.nothing : ''}</span>
  }
  const first = piece.slots[0] === slot
  return (
    <>
      <span className="sb-slot-piece" dir="auto" title={piece.name}>
        {piece.name}
      </span>
      {!first && (
        <span className="sb-slot-owner ink-3 cut">
          {t.goesOn(text.slots[piece.slots[0] as keyof typeof text.slots].toLowerCase())}
        </span>
      )}
      {first && (
        <span
          className={owner(piece).own ? 'sb-slot-owner ink-3' : 'sb-slot-owner'}
          dir="auto"
          title={owner(piece).words}
        >
          {owner(piece).words}
        </span>
      )}
      {first && (piece.armorLevel > 0 || locked || piece.reducedFrom.length > 0) && (
        <span className="sb-slot-al">
          {piece.armorLevel > 0 && (
            <span title={t.alHint}>
              {t.al} <span className="ink-2">{text.number(piece.armorLevel)}</span>
            </span>
          )}
          {piece.reducedFrom.length > 0 && <Flag icon="reduce" label={t.reduced} />}
          {locked && <Flag icon="lock" label={t.locked} />}
        </span>
      )}
      {first && <WantedCantrips piece={piece} />}
    </>
  )
}

/** What is locked where no suit is yet: what it is called, or that nobody has it. */
function LockedContent({ lock }: { lock: Locked }) {
  const { nameOf, lost } = useBuilder()
  const t = text.suits.doll
  const name = nameOf(lock.itemId) ?? text.suits.more.item(lock.itemId)
  return (
    <>
      <span className="sb-slot-piece" dir="auto" title={name}>
        {name}
      </span>
      <span className="sb-slot-owner" dir="auto" title={lock.character}>
        {lock.character}
      </span>
      <span className="sb-slot-al">
        <Flag icon="lock" label={t.locked} />
        {lost.includes(lock) && <span className="bad">{t.lost}</span>}
      </span>
    </>
  )
}

function Flag({ icon, label }: { icon: 'reduce' | 'lock'; label: string }) {
  return (
    <span className="sb-slot-flag" title={label}>
      <Icon name={icon} size={14} />
      <span className="unseen">{label}</span>
    </span>
  )
}

/** Whose a piece is; of the wearer's own, where it is now. */
function useOwner(): (piece: Piece) => { own: boolean; words: string } {
  const target = useTarget()
  const t = text.suits.doll
  return piece =>
    piece.character === target
      ? { own: true, words: piece.equipped ? t.own : t.ownPacked }
      : { own: false, words: piece.character }
}

/** The edge of one of the two wanted sets. */
export function useSetEdge(piece: Piece | null): string {
  const { wish, hunt, kept } = useBuilder()
  const { primary, secondary } = kept?.wish ?? hunt?.wish ?? wish
  if (!piece?.set) return ''
  return piece.set === primary.id ? 'sb-set-1' : piece.set === secondary.id ? 'sb-set-2' : ''
}
