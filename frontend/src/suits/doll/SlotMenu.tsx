import { text } from '../../text'
import { Icon } from '../../ui/Icon'
import { useBuilder } from '../context'
import { letGo, lockedIn, toggleSlot } from '../wish'
import { SearchAgain } from './SearchAgain'

/** An empty slot: why it is, and whether it is asked for. */
export function SlotMenu({ slot, onDone }: { slot: string; onDone: () => void }) {
  const { wish, change, shown, lost, nameOf } = useBuilder()
  const t = text.suits.doll
  const asked = wish.slots.includes(slot)
  const lock = lockedIn(wish, slot)
  const name = lock && (nameOf(lock.itemId) ?? text.suits.more.item(lock.itemId))
  return (
    <>
      <h3>{text.slots[slot as keyof typeof text.slots]}</h3>
      <p className="ink-2 sb-popup-text" dir="auto">
        {lock && name
          ? (lost.includes(lock) ? t.lostHere : t.lockedHere)(name, lock.character)
          : !shown
            ? t.waits
            : asked
              ? t.empty
              : t.notAsked}
      </p>
      <ul className="sb-actions">
        {lock && (
          <li>
            <button
              type="button"
              onClick={() => {
                change(before => letGo(before, lock.itemId))
                onDone()
              }}
            >
              <Icon name="lock" size={14} />
              {t.unlock}
            </button>
          </li>
        )}
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
