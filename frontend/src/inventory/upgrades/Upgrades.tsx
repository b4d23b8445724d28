import { useState } from 'react'
import { useMessages } from '../../live/useMessages'
import { useResource } from '../../live/useResource'
import { text } from '../../text'
import { Icon } from '../../ui/Icon'
import { GainWords } from '../card/GainWords'
import { useInventory, usePageState } from '../context'
import { type Item, iconOf } from '../item'
import { slotNames } from '../table/Cell'
import { readOwners, readUpgrades, type SlotUpgrades, type Upgrade } from './upgrade'
import './upgrades.css'

const t = text.inventory.upgrades

/** For each slot of a character what would be better, from whom, and by how much. */
export function Upgrades() {
  const { store } = useInventory()
  const { character } = usePageState()
  const owners = useResource('/inventories', readOwners)
  const path = character === null ? null : `/search/upgrades/${encodeURIComponent(character)}`
  const found = useResource(path, readUpgrades)
  useMessages(['inventory_updated'], () => owners.reload())
  const [all, setAll] = useState(false)
  const slots = found.data ?? []
  const better = slots.filter(slot => slot.better.length > 0)
  return (
    <section className="upgrades" aria-label={t.title}>
      <div className="inv-cap">
        <button type="button" className="button" onClick={() => store.visit({ view: 'items' })}>
          <Icon name="left" size={14} /> {text.inventory.compare.back}
        </button>
        <label className="upgrades-of">
          <span>{t.of}</span>
          <select
            value={character ?? ''}
            onChange={event => store.visit({ character: event.target.value || null, item: null })}
          >
            <option value="">{t.choose}</option>
            {[...new Set([...(owners.data ?? []), ...(character ? [character] : [])])].map(owner => (
              <option key={owner}>{owner}</option>
            ))}
          </select>
        </label>
        <span className="compare-gap" />
        {found.data && <b>{t.slots(better.length, slots.length)}</b>}
      </div>
      <div className="upgrades-scroll">
        {character === null && <p className="inv-nothing">{owners.data?.length === 0 ? t.nobody : t.lead}</p>}
        {path && !found.data && (
          <div className="inv-nothing" role={found.error ? 'alert' : undefined}>
            <p>{found.error ? text.windows.unread(found.error) : text.windows.loading}</p>
          </div>
        )}
        {found.data && better.length === 0 && <p className="inv-nothing">{t.none}</p>}
        {(all ? slots : better).map(slot => (
          <Slot key={slot.slot} slot={slot} />
        ))}
        {found.data && better.length < slots.length && (
          <label className="upgrades-all">
            <input type="checkbox" checked={all} onChange={() => setAll(!all)} /> {t.all}
          </label>
        )}
      </div>
    </section>
  )
}

function Slot({ slot }: { slot: SlotUpgrades }) {
  const more = slot.total - slot.better.length
  return (
    <section className="upgrade-slot">
      <h3>
        {slotTitle(slot.slot)}
        <span className="ink-3">
          {slot.worn ? (
            <>
              {` ${t.wears} `}
              <Piece item={slot.worn} />
            </>
          ) : (
            ` ${t.empty}`
          )}
        </span>
      </h3>
      <ul>
        {slot.better.map(upgrade => (
          <Better key={upgrade.item.itemId} upgrade={upgrade} />
        ))}
      </ul>
      {more > 0 && <p className="ink-3 upgrade-more">{t.more(more)}</p>}
    </section>
  )
}

/** With its side, because the two may wear different things. */
function slotTitle(slot: string): string {
  return (text.slots as Record<string, string>)[slot] ?? slotNames([slot])
}

function Better({ upgrade }: { upgrade: Upgrade }) {
  const { character } = usePageState()
  const { item, gain, displaces, bares } = upgrade
  const notes = []
  if (displaces > 0) notes.push(t.displaces(displaces))
  if (bares.length > 0) notes.push(t.bares(slotNames(bares)))
  return (
    <li className="upgrade">
      <Icon name={iconOf(item)} />
      <span className="cut">
        <Piece item={item} />
        {item.material && <span className="ink-3"> {item.material}</span>}
      </span>
      <bdi className="cut ink-2">{item.owner === character ? t.own : item.owner}</bdi>
      <span className="upgrade-gain">
        <GainWords gain={gain} />
        {notes.length > 0 && <span className="warn"> {notes.join(', ')}</span>}
      </span>
    </li>
  )
}

function Piece({ item }: { item: Item }) {
  const { store } = useInventory()
  return (
    <button
      type="button"
      className="upgrade-piece"
      onClick={() => store.visit({ item: { owner: item.owner, itemId: item.itemId } })}
    >
      <bdi>{item.name}</bdi>
    </button>
  )
}
