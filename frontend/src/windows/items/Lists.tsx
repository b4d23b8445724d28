import { useState } from 'react'
import { manaSeconds } from '../../inventory/card/mana'
import { figure, type Item, iconOf } from '../../inventory/item'
import { text } from '../../text'
import { Icon } from '../../ui/Icon'
import { useNow } from '../../ui/useNow'
import type { Change } from './changes'
import { bestTier } from './worn'

const t = text.inventory.items

interface ListProps {
  items: readonly Item[]
  onChoose: (item: Item) => void
}

/** All items by name. */
export function ItemList({ items, onChoose }: ListProps) {
  const [wanted, setWanted] = useState('')
  const part = wanted.trim().toLowerCase()
  const shown = items
    .filter(({ name, material }) => `${material ?? ''} ${name}`.toLowerCase().includes(part))
    .sort((a, b) => Number(b.worn) - Number(a.worn) || a.name.localeCompare(b.name))
  return (
    <>
      <input
        className="items-filter"
        aria-label={t.filter}
        placeholder={t.filter}
        maxLength={100}
        value={wanted}
        onChange={event => setWanted(event.target.value)}
      />
      {shown.length === 0 ? (
        <p className="win-note">{t.nothing}</p>
      ) : (
        <ul className="scroll items-list">
          {shown.map(item => (
            <li key={item.itemId}>
              <button type="button" onClick={() => onChoose(item)}>
                <span className={item.worn ? 'accent' : 'ink-3'}>
                  <Icon name={iconOf(item)} size={14} />
                </span>
                <span className="cut">
                  <bdi className={bestTier(item) ? `tier-${bestTier(item)}` : undefined}>{item.name}</bdi>
                  {item.material && <span className="ink-3"> {item.material}</span>}
                </span>
                <span className="ink-2">{amount(item)}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

function amount(item: Item): string {
  const stack = figure(item, 'stack_size')
  if (stack !== null && stack > 1) return text.number(stack)
  const level = figure(item, 'armor_level') ?? figure(item, 'max_damage')
  return level === null ? '' : text.number(level)
}

/** Worn items by how long their mana lasts, the shortest first. */
export function ManaList({ items, onChoose }: ListProps) {
  const using = items
    .filter(item => item.worn)
    .flatMap(item => {
      const seconds = manaSeconds(item)
      return seconds === null ? [] : [{ item, seconds }]
    })
    .sort((a, b) => a.seconds - b.seconds)
  if (using.length === 0) return <p className="win-note">{t.noMana}</p>
  return (
    <>
      <ul className="scroll items-list">
        {using.map(({ item, seconds }) => (
          <li key={item.itemId}>
            <button type="button" className="mana-row" onClick={() => onChoose(item)}>
              <span className="ink-3">
                <Icon name={iconOf(item)} size={14} />
              </span>
              <bdi className="cut">{item.name}</bdi>
              <Mana item={item} />
              <span className={seconds < SOON ? 'warn' : 'ink-2'}>{text.inventory.card.lasts(seconds)}</span>
            </button>
          </li>
        ))}
      </ul>
      <p className="items-note ink-3">{t.manaNow}</p>
    </>
  )
}

// Less than this is worth a look.
const SOON = 1800

function Mana({ item }: { item: Item }) {
  const [mana, most] = [figure(item, 'mana') ?? 0, figure(item, 'max_mana') ?? 0]
  const share = most > 0 ? Math.min(1, mana / most) : 0
  return (
    <span className="mana-bar" title={text.inventory.card.of(mana, most)}>
      <i style={{ width: `${share * 100}%` }} />
    </span>
  )
}

/** What came, went and changed while the window was open. */
export function ChangeList({ changes, items, onChoose }: ListProps & { changes: readonly Change[] }) {
  useNow(15_000, changes.length > 0)
  if (changes.length === 0) return <p className="win-note">{t.noChanges}</p>
  return (
    <ul className="scroll items-list">
      {changes.map(change => {
        const item = items.find(({ itemId }) => itemId === change.itemId)
        const sign = { add: 'plus', remove: 'minus', update: 'gear', all: 'live' } as const
        return (
          <li key={change.id}>
            <button type="button" aria-disabled={!item} onClick={() => item && onChoose(item)}>
              <span
                className={change.action === 'add' ? 'good' : change.action === 'remove' ? 'bad' : 'ink-3'}
              >
                <Icon name={sign[change.action]} size={14} />
              </span>
              <span className="cut">
                <bdi>
                  {change.name ?? (change.action === 'all' ? t.sent(change.differ) : `#${change.itemId}`)}
                </bdi>
                <span className="ink-3"> {t.actions[change.action]}</span>
              </span>
              <time
                className="ink-3"
                dateTime={new Date(change.at).toISOString()}
                title={text.exact(change.at)}
              >
                {text.ago((Date.now() - change.at) / 1000)}
              </time>
            </button>
          </li>
        )
      })}
    </ul>
  )
}
