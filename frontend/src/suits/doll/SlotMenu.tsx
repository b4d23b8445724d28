import { text } from '../../text'
import { Icon } from '../../ui/Icon'
import { useBuilder } from '../context'
import { toggleSlot } from '../wish'
import { SearchAgain } from './SearchAgain'

/** An empty slot: why it is, and whether it is asked for. */
export function SlotMenu({ slot, onDone }: { slot: string; onDone: () => void }) {
  const { wish, change, shown } = useBuilder()
  const t = text.suits.doll
  const asked = wish.slots.includes(slot)
  return (
    <>
      <h3>{text.slots[slot as keyof typeof text.slots]}</h3>
      <p className="ink-2 sb-popup-text">{!shown ? t.waits : asked ? t.empty : t.notAsked}</p>
      <ul className="sb-actions">
        <li>
          <button
            type="button"
            onClick={() => {
              change(before => toggleSlot(before, slot))
              onDone()
            }}
          >
            <Icon name={asked ? 'minus' : 'plus'} size={14} />
            {asked ? t.askNot : t.ask}
          </button>
        </li>
      </ul>
      <SearchAgain onDone={onDone} />
    </>
  )
}
