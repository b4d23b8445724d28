import { useEffect, useMemo, useRef, useState } from 'react'
import { ItemCard } from '../../inventory/card/ItemCard'
import { type Item, readItems } from '../../inventory/item'
import { isRecord, readNumber, readText, readTime } from '../../live/player'
import { useMessages } from '../../live/useMessages'
import { useResource } from '../../live/useResource'
import { useSession } from '../../shell/context'
import { Link } from '../../shell/Link'
import { text } from '../../text'
import { Icon } from '../../ui/Icon'
import type { WindowProps } from '../kinds'
import { Note } from '../Note'
import { Views } from '../Views'
import { type Change, readChange, withChange } from './changes'
import { Doll } from './Doll'
import { ChangeList, ItemList, ManaList } from './Lists'
import { Packs } from './Packs'
import { burdenOf, packsOf, tapersOf } from './packs'
import './items.css'

const t = text.inventory.items
const VIEWS = ['worn', 'list', 'mana', 'changes'] as const
type View = (typeof VIEWS)[number]
// Changes come in bursts, such as when a pack is emptied.
const SETTLE = 700

/** What a character wears and carries, as it changes. */
export default function ItemsWindow({ character }: WindowProps) {
  if (character === null) return <p className="win-note">{text.windows.choose}</p>
  return <Items character={character} />
}

function Items({ character }: { character: string }) {
  const { go } = useSession()
  const name = encodeURIComponent(character)
  const inventory = useResource(`/inventory/${name}`, readInventory)
  const capacity = useResource(`/character-stats/${name}`, body =>
    isRecord(body) ? readNumber(body.encumbrance_capacity) : null,
  )
  const [view, setView] = useState<View>('worn')
  const [chosen, setChosen] = useState<Item | null>(null)
  const [changes, setChanges] = useState<readonly Change[]>([])
  const items = inventory.data?.items ?? NONE
  const packs = useMemo(() => packsOf(items, t.mainPack), [items])
  const settle = useSettled(inventory.reload)
  useMessages(['inventory_updated', 'inventory_delta', 'character_stats'], message => {
    if (readText(message.character_name) !== character) return
    if (message.type === 'character_stats') return capacity.reload()
    const change = readChange(message, items, Date.now())
    if (change) setChanges(before => withChange(before, change))
    settle()
  })
  if (chosen) {
    return (
      <div className="scroll">
        <ItemCard
          key={chosen.itemId}
          item={{ owner: chosen.owner, itemId: chosen.itemId }}
          onClose={() => setChosen(null)}
          onShow={({ owner, itemId }) => go(`/inventory.html?item=${encodeURIComponent(owner)}/${itemId}`)}
          onSearch={q => go(`/inventory.html?q=${encodeURIComponent(q)}`)}
          compared={null}
          onCompare={() => {}}
        />
      </div>
    )
  }
  const titles = { ...t.views, changes: changes.length > 0 ? t.changed(changes.length) : t.views.changes }
  return (
    <>
      <Views
        label={t.title}
        views={VIEWS.map(id => ({ id, title: titles[id] }))}
        chosen={view}
        onChoose={setView}
      />
      {view === 'changes' ? (
        <ChangeList changes={changes} items={items} onChoose={setChosen} />
      ) : inventory.data === null ? (
        <Note of={inventory} empty={t.none} />
      ) : (
        <>
          {view === 'worn' && (
            <div className="scroll items-worn">
              <Doll items={items} chosen={null} onChoose={setChosen} />
              <Packs packs={packs} chosen={null} onChoose={setChosen} />
            </div>
          )}
          {view === 'list' && <ItemList items={items} onChoose={setChosen} />}
          {view === 'mana' && <ManaList items={items} onChoose={setChosen} />}
          <Foot
            character={character}
            items={items}
            capacity={capacity.data}
            updated={inventory.data.updated}
          />
        </>
      )}
    </>
  )
}

const NONE: Item[] = []

function readInventory(body: unknown): { items: Item[]; updated: number | null } {
  if (!isRecord(body)) return { items: [], updated: null }
  return { items: readItems(body.items), updated: readTime(body.updated) }
}

/** Calls once a burst of calls has settled. */
function useSettled(act: () => void): () => void {
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null)
  const latest = useRef(act)
  latest.current = act
  useEffect(() => {
    return () => {
      if (timer.current) clearTimeout(timer.current)
    }
  }, [])
  return () => {
    timer.current ??= setTimeout(() => {
      timer.current = null
      latest.current()
    }, SETTLE)
  }
}

interface FootProps {
  character: string
  items: readonly Item[]
  /** What the character carries with ease; twice as much is the most. Null: unknown. */
  capacity: number | null
  updated: number | null
}

function Foot({ character, items, capacity, updated }: FootProps) {
  const burden = burdenOf(items)
  const share = capacity ? burden / capacity : null
  const query = `char:="${character.replace(/(["\\])/g, '\\$1')}"`
  return (
    <div className="items-foot">
      <span className="ink-3">{t.burden}</span>
      {share === null ? (
        <span>{t.burdenUnits(burden)}</span>
      ) : (
        <>
          <span
            className={share > 1 ? 'burden-bar over' : 'burden-bar'}
            role="meter"
            aria-label={t.burden}
            aria-valuemin={0}
            aria-valuemax={200}
            aria-valuenow={Math.round(share * 100)}
            title={t.burdenOf(burden, capacity!)}
          >
            <i style={{ width: `${Math.min(100, share * 50)}%` }} />
          </span>
          <span>{Math.round(share * 100)} %</span>
        </>
      )}
      <span className="ink-3">{t.tapers}</span>
      <span>{text.number(tapersOf(items))}</span>
      <Link
        className="icon-button small"
        href={`/inventory.html?q=${encodeURIComponent(query)}`}
        aria-label={t.search}
        title={
          updated === null ? t.search : `${t.search} (${t.updated(text.ago((Date.now() - updated) / 1000))})`
        }
      >
        <Icon name="search" size={14} />
      </Link>
    </div>
  )
}
