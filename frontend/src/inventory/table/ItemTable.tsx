import {
  type CSSProperties,
  type KeyboardEvent,
  type MouseEvent,
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from 'react'
import { text } from '../../text'
import { Icon } from '../../ui/Icon'
import { type ArmorView, type Column, leastWidth, nextSort, templateOf } from '../columns'
import { useInventory, usePageState, useResults } from '../context'
import { compareToggled } from '../state'
import { ItemRow } from './ItemRow'
import { useRows } from './useRows'

const ROW = 28
const PHONE_ROW = 48
const HEAD = 24

interface ItemTableProps {
  columns: readonly Column[]
  armor: ArmorView
  phone: boolean
}

/** The rows, of which only those in sight are on the page and in memory. */
export function ItemTable({ columns, armor, phone }: ItemTableProps) {
  const { store, results } = useInventory()
  const { item: open, compare } = usePageState()
  const { total, of } = useResults()
  const id = useId()
  const body = useRef<HTMLDivElement>(null)
  const height = phone ? PHONE_ROW : ROW
  const { first, last, span, scrollTo, inSight } = useRows(body, total, height, phone ? 0 : HEAD)
  const [at, setAt] = useState<number | null>(null)
  const cursor = at === null ? null : Math.min(at, total - 1)

  useEffect(() => results.want(first, last), [results, first, last])
  // Another question is read from its beginning.
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever the question changes
  useLayoutEffect(() => {
    if (body.current) body.current.scrollTop = 0
    setAt(null)
  }, [of?.q, of?.sort, of?.descending])

  const show = (index: number) => {
    const item = results.row(index)
    if (item) store.visit({ item: { owner: item.owner, itemId: item.itemId } })
  }
  const choose = (index: number) => {
    const item = results.row(index)
    if (!item) return
    store.change({ compare: compareToggled(compare, item.itemId) })
  }
  const onClick = (event: MouseEvent) => {
    const row = (event.target as Element).closest<HTMLElement>('[data-index]')
    if (!row) return
    const index = Number(row.dataset.index)
    setAt(index)
    if (event.ctrlKey || event.metaKey || (event.target as Element).closest('[data-compare]')) choose(index)
    else show(index)
  }
  const onKey = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget) return
    const steps: Record<string, number> = {
      ArrowDown: (cursor ?? -1) + 1,
      ArrowUp: (cursor ?? 1) - 1,
      PageDown: (cursor ?? 0) + inSight(),
      PageUp: (cursor ?? 0) - inSight(),
      Home: 0,
      End: total - 1,
    }
    const to = steps[event.key]
    if (to !== undefined && total > 0) {
      const next = Math.max(0, Math.min(total - 1, to))
      setAt(next)
      scrollTo(next)
    } else if (cursor !== null && event.key === 'Enter') show(cursor)
    else if (cursor !== null && event.key === ' ') choose(cursor)
    else return
    event.preventDefault()
  }
  const indexes = Array.from({ length: Math.max(0, last - first) }, (_, i) => first + i)
  return (
    <div
      ref={body}
      className={phone ? 'item-table phone-table' : 'item-table'}
      role="grid"
      aria-label={text.inventory.table.label}
      aria-rowcount={total + 1}
      aria-colcount={columns.length + 1}
      aria-activedescendant={
        cursor !== null && cursor >= first && cursor < last ? `${id}-${cursor}` : undefined
      }
      tabIndex={0}
      style={
        { '--item-columns': templateOf(columns), '--item-width': `${leastWidth(columns)}px` } as CSSProperties
      }
      onKeyDown={onKey}
      onClick={onClick}
    >
      {!phone && <Head columns={columns} armor={armor} />}
      <div role="rowgroup" className="item-rows" style={{ height: total * height }}>
        {indexes.map(index => {
          const item = results.row(index)
          return (
            <ItemRow
              key={index % span}
              id={`${id}-${index}`}
              item={item}
              index={index}
              height={height}
              columns={columns}
              armor={armor}
              open={item !== undefined && open?.itemId === item.itemId && open.owner === item.owner}
              active={index === cursor}
              chosen={item !== undefined && compare.includes(item.itemId)}
              phone={phone}
            />
          )
        })}
      </div>
    </div>
  )
}

function Head({ columns, armor }: { columns: readonly Column[]; armor: ArmorView }) {
  const { store } = useInventory()
  const { sort } = usePageState()
  return (
    <div role="row" aria-rowindex={1} className="item-head">
      <span role="columnheader" aria-label={text.inventory.columns.kind.long} />
      {columns.map(column => {
        const sorted = sort.column === column.id
        const title =
          column.id === 'al' && armor === 'base_armor_level' ? text.inventory.armor.baseTitle : column.title
        return (
          <span
            key={column.id}
            role="columnheader"
            aria-sort={sorted ? (sort.descending ? 'descending' : 'ascending') : undefined}
            className={[column.number && 'num', sorted && 'sorted'].filter(Boolean).join(' ')}
            title={column.long}
          >
            {column.sort === null ? (
              title
            ) : (
              <button
                type="button"
                aria-label={text.inventory.table.sortBy(title, column.long ?? title)}
                onClick={event => {
                  event.stopPropagation()
                  store.change({ sort: nextSort(sort, column) })
                }}
              >
                {sorted && <Icon name={sort.descending ? 'down' : 'up'} size={12} />}
                <span className="cut">{title}</span>
              </button>
            )}
          </span>
        )
      })}
    </div>
  )
}
