import { useEffect, useMemo, useState } from 'react'
import { useMessages } from '../live/useMessages'
import { useSession } from '../shell/context'
import { SitePage } from '../shell/SitePage'
import { text } from '../text'
import { Icon } from '../ui/Icon'
import { usePhone } from '../ui/media'
import { Board } from './Board'
import { ItemCard } from './card/ItemCard'
import { COLUMNS, columnsOf, recallTable, rememberTable } from './columns'
import { Compare } from './compare/Compare'
import { InventoryContext, useInventory, usePageState, useResults } from './context'
import { Dialog } from './Dialog'
import { ExportMenu } from './ExportMenu'
import { Facets } from './Facets'
import { FilterSheet } from './FilterSheet'
import { keyOf } from './item'
import { rememberQuery } from './query/history'
import { QueryBox } from './query/QueryBox'
import { type Question, Results } from './results'
import { Searches } from './searches/Searches'
import { compareToggled, InventoryStore } from './state'
import { ColumnMenu } from './table/ColumnMenu'
import { Upgrades } from './upgrades/Upgrades'
import './inventory.css'

// Long enough that not every letter is asked for, too short to be waited for.
const TYPING = 120
// A query that stood this long was meant.
const MEANT = 3000

/** Every item of every character, searched. */
export default function InventoryPage() {
  const context = useMemo(() => ({ store: new InventoryStore(), results: new Results() }), [])
  useEffect(() => {
    const stop = context.store.start()
    return () => {
      stop()
      context.results.stop()
    }
  }, [context])
  return (
    <SitePage title={text.inventory.title}>
      <InventoryContext value={context}>
        <Page />
      </InventoryContext>
    </SitePage>
  )
}

function Page() {
  const phone = usePhone()
  const { store } = useInventory()
  const { columns: linked, view } = usePageState()
  const [table, setTable] = useState(recallTable)
  const asked = linked ?? table.columns
  const columns = useMemo(() => columnsOf(asked), [asked])
  const ids = columns.map(({ id }) => id)
  const change = (part: Partial<typeof table>) => {
    const next = { ...table, ...part }
    setTable(next)
    rememberTable(next)
  }
  useAsking(table.armor)
  return (
    <div className={view === 'items' ? 'inventory' : 'inventory plain'}>
      <div className="inv-bar">
        <QueryBox phone={phone} />
        <Searches />
        <button
          type="button"
          className="button tall"
          aria-label={text.inventory.upgrades.title}
          aria-pressed={view === 'upgrades'}
          onClick={() => store.visit({ view: view === 'upgrades' ? 'items' : 'upgrades' })}
        >
          <Icon name="up" size={14} />
          {!phone && <span>{text.inventory.upgrades.title}</span>}
        </button>
        {!phone && <ExportMenu />}
        {!phone && (
          <ColumnMenu
            chosen={ids}
            onChoose={chosen => {
              // What a link asked for is one's own from now on.
              store.change({ columns: linked ? chosen : null })
              change({ columns: chosen })
            }}
          />
        )}
        {phone && view === 'items' && <FilterSheet />}
      </div>
      {!phone && view === 'items' && (
        <aside className="inv-facets" aria-label={text.inventory.facets.title}>
          <Facets />
        </aside>
      )}
      <CardArea phone={phone} />
      {view === 'compare' ? (
        <Compare />
      ) : view === 'upgrades' ? (
        <Upgrades />
      ) : (
        <Board columns={columns} armor={table.armor} phone={phone} onArmor={armor => change({ armor })} />
      )}
    </div>
  )
}

/** The chosen item, beside the table or as a sheet. */
function CardArea({ phone }: { phone: boolean }) {
  const { store } = useInventory()
  const { item, compare } = usePageState()
  if (!item) return null
  const close = () => store.change({ item: null })
  const card = (
    <ItemCard
      key={keyOf(item)}
      item={item}
      onClose={close}
      onShow={other => store.visit({ item: other })}
      onSearch={q => store.visit({ q, view: 'items', ...(phone ? { item: null } : {}) })}
      compared={compare.includes(item.itemId)}
      onCompare={() => store.change({ compare: compareToggled(compare, item.itemId) })}
    />
  )
  if (!phone) {
    return (
      <aside
        className="inv-card"
        onKeyDown={event => {
          if (event.key === 'Escape' && !event.defaultPrevented) close()
        }}
      >
        {card}
      </aside>
    )
  }
  return (
    <Dialog label={text.inventory.card.title} onClose={close}>
      {card}
    </Dialog>
  )
}

/** Asks what the page is about, and again when items change or the connection is back. */
function useAsking(armor: 'armor_level' | 'base_armor_level'): void {
  const { feed } = useSession()
  const { results } = useInventory()
  const { q, sort } = usePageState()
  const { of, fault, canonical } = useResults()
  const question = useMemo<Question>(() => {
    const column = COLUMNS.find(({ id }) => id === sort.column)?.sort ?? null
    return { q: q.trim(), sort: sort.column === 'al' ? armor : column, descending: sort.descending }
  }, [q, sort, armor])
  useEffect(() => {
    const timer = setTimeout(() => results.ask(question), results.get().of ? TYPING : 0)
    return () => clearTimeout(timer)
  }, [results, question])
  useEffect(() => feed.onReturn(() => results.again()), [feed, results])
  useMessages(['inventory_updated', 'inventory_delta'], () => results.changed())
  const good = of !== null && fault === null && of.q === question.q
  useEffect(() => {
    if (!good || !canonical) return
    const timer = setTimeout(() => rememberQuery(canonical), MEANT)
    return () => clearTimeout(timer)
  }, [good, canonical])
}
