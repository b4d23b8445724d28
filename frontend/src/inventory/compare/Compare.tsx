import { useState } from 'react'
import { isRecord } from '../../live/player'
import { useResource } from '../../live/useResource'
import { text } from '../../text'
import { Icon } from '../../ui/Icon'
import { useInventory, usePageState } from '../context'
import { type Item, iconOf, named, readItems } from '../item'
import { sentence, slotNames } from '../table/Cell'
import { type CompareRow, compareRows } from './rows'
import './compare.css'

const t = text.inventory.compare
const decimals = (value: number) => value.toLocaleString('en-US', { maximumFractionDigits: 1 })

/** Two to six items side by side, with what differs marked. */
export function Compare() {
  const { store } = useInventory()
  const { compare } = usePageState()
  const path = compare.length < 2 ? null : `/items/compare?${compare.map(id => `id=${id}`).join('&')}`
  const answer = useResource(path, body => ({
    items: readItems(isRecord(body) ? body.items : []),
    missing: isRecord(body) && Array.isArray(body.missing) ? body.missing.length : 0,
  }))
  const [only, setOnly] = useState(false)
  return (
    <section className="compare" aria-label={t.title}>
      <div className="inv-cap">
        <button type="button" className="button" onClick={() => store.visit({ view: 'items' })}>
          <Icon name="left" size={14} /> {t.back}
        </button>
        <span className="compare-gap" />
        {answer.data && answer.data.missing > 0 && (
          <span className="warn">{t.gone(answer.data.missing)}</span>
        )}
        <label className="compare-only">
          <input type="checkbox" checked={only} onChange={() => setOnly(!only)} /> {t.only}
        </label>
      </div>
      {path === null && <p className="inv-nothing">{t.few}</p>}
      {answer.error && !answer.data && (
        <div className="inv-nothing" role="alert">
          <p>{text.windows.unread(answer.error)}</p>
          <button type="button" className="button" onClick={answer.reload}>
            {text.windows.again}
          </button>
        </div>
      )}
      {answer.data && <Side items={answer.data.items} only={only} />}
    </section>
  )
}

function Side({ items, only }: { items: readonly Item[]; only: boolean }) {
  const rows = compareRows(items, { number: decimals, slots: slotNames })
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls
    <div className="compare-scroll" tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">
              <span className="unseen">{t.property}</span>
            </th>
            {items.map(item => (
              <Head key={item.itemId} item={item} />
            ))}
          </tr>
        </thead>
        <tbody>
          {rows
            .filter(({ differs }) => differs || !only)
            .map(row => (
              <Row key={`${row.kind} ${row.id}`} row={row} items={items} />
            ))}
        </tbody>
      </table>
    </div>
  )
}

function Head({ item }: { item: Item }) {
  const { store } = useInventory()
  const { compare } = usePageState()
  const show = () => store.visit({ item: { owner: item.owner, itemId: item.itemId } })
  return (
    <th scope="col">
      <span className="compare-head">
        <Icon name={iconOf(item)} />
        <button type="button" className="compare-name" aria-label={t.show(item.name)} onClick={show}>
          <bdi>{item.name}</bdi>
        </button>
        <button
          type="button"
          className="icon-button small"
          aria-label={t.leave(item.name)}
          onClick={() => store.change({ compare: compare.filter(id => id !== item.itemId) })}
        >
          <Icon name="close" size={12} />
        </button>
      </span>
    </th>
  )
}

function Row({ row, items }: { row: CompareRow; items: readonly Item[] }) {
  return (
    <tr className={row.differs ? 'differs' : undefined}>
      <th scope="row">{row.kind === 'cantrip' ? row.id : (named(t.rows, row.id) ?? row.id)}</th>
      {row.cells.map((cell, at) => (
        <td key={items[at]!.itemId} className={cell.best ? 'best' : undefined}>
          {cell.text === '' ? (
            <span className="ink-3">–</span>
          ) : cell.tier ? (
            <span className={`tier-${cell.tier}`}>{sentence(cell.tier)}</span>
          ) : (
            <bdi>{cell.text}</bdi>
          )}
          {cell.best && (
            <>
              {' '}
              <Icon name="check" size={12} />
              <span className="unseen">{t.best}</span>
            </>
          )}
        </td>
      ))}
    </tr>
  )
}
