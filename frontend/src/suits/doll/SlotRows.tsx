import { text } from '../../text'
import { Icon } from '../../ui/Icon'
import type { Piece } from '../answer'
import { bySlot } from '../compare'
import { useBuilder } from '../context'
import { Popup } from '../Popup'
import { isLocked, SLOTS, SUIT_CELLS } from '../wish'
import { PieceMenu } from './PieceMenu'
import { SlotContent, useSetEdge } from './SlotCell'
import { SlotMenu } from './SlotMenu'

/** The slots one under the other, where a doll would be too small to read. */
export function SlotRows() {
  const { shown, wish } = useBuilder()
  const pieces = shown ? bySlot(shown) : new Map<string, Piece>()
  const slots = SLOTS.filter(slot => pieces.has(slot) || wish.slots.includes(slot))
  return (
    <ul className="sb-slot-rows">
      {slots.map(slot => (
        <li key={slot}>
          <SlotRow slot={slot} piece={pieces.get(slot) ?? null} />
        </li>
      ))}
    </ul>
  )
}

function SlotRow({ slot, piece }: { slot: string; piece: Piece | null }) {
  const { wish } = useBuilder()
  const name = text.slots[slot as keyof typeof text.slots]
  const edge = useSetEdge(piece)
  const locked = piece !== null && isLocked(wish, piece)
  return (
    <Popup
      label={name}
      className="sb-piece-menu"
      trigger={props => (
        <button type="button" {...props} className={`sb-slot-row ${edge}`} data-slot={slot}>
          <span className="sb-slot-head">
            <Icon name={SUIT_CELLS.find(cell => cell.id === slot)?.icon ?? 'suit'} />
            <span>{name}</span>
          </span>
          <span className="sb-slot-body">
            <SlotContent slot={slot} piece={piece} locked={locked} />
          </span>
        </button>
      )}
    >
      {close =>
        piece ? (
          <PieceMenu slot={slot} piece={piece} onDone={close} />
        ) : (
          <SlotMenu slot={slot} onDone={close} />
        )
      }
    </Popup>
  )
}
