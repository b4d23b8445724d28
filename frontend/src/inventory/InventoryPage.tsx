import { useEffect, useMemo, useState } from 'react'
import { useMessages } from '../live/useMessages'
import { useSession } from '../shell/context'
import { SitePage } from '../shell/SitePage'
import { text } from '../text'
import { usePhone } from '../ui/media'
import { Board } from './Board'
import { COLUMNS, columnsOf, recallTable, rememberTable } from './columns'
import { InventoryContext, useInventory, usePageState, useResults } from './context'
import { Facets } from './Facets'
import { FilterSheet } from './FilterSheet'
import { rememberQuery } from './query/history'
import { QueryBox } from './query/QueryBox'
import { type Question, Results } from './results'
import { InventoryStore } from './state'
import { ColumnMenu } from './table/ColumnMenu'
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
  const { columns: linked } = usePageState()
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
    <div className="inventory">
      <div className="inv-bar">
        <QueryBox phone={phone} />
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
        {phone && <FilterSheet />}
      </div>
      {!phone && (
        <aside className="inv-facets" aria-label={text.inventory.facets.title}>
          <Facets />
        </aside>
      )}
      <Board columns={columns} armor={table.armor} phone={phone} onArmor={armor => change({ armor })} />
    </div>
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
