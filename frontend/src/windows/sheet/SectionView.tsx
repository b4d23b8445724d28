import { useId } from 'react'
import { text } from '../../text'
import type { Row, Section } from './sections'

/** A section of the sheet, as a table of names and values. */
export function SectionView({ section: { title, columns, rows } }: { section: Section }) {
  const id = useId()
  return (
    <section className="sheet-section" aria-labelledby={id}>
      <div className={columns === 'both' ? 'sheet-title twofold' : 'sheet-title'}>
        <h4 id={id}>
          {title} <span className="ink-3">{rows.length}</span>
        </h4>
        {columns && <span className="label">{text.sheet.base}</span>}
        {columns === 'both' && <span className="label">{text.sheet.buffed}</span>}
      </div>
      <dl>
        {rows.map(row => (
          <RowView key={row.key} row={row} twofold={columns === 'both'} />
        ))}
      </dl>
    </section>
  )
}

function RowView({ row: { name, base, value, note, bar }, twofold }: { row: Row; twofold: boolean }) {
  const share = bar ? Math.min(1, Math.max(0, bar.share)) : 0
  return (
    <div className={twofold ? 'sheet-row twofold' : 'sheet-row'} title={note}>
      <dt className="cut">
        <bdi>{name}</bdi>
      </dt>
      {twofold && (
        <dd className={value === text.chart.none ? undefined : 'ink-3'}>
          <span className="unseen">{text.sheet.base} </span>
          {base}
        </dd>
      )}
      <dd className={value === text.chart.none ? 'ink-3 cut' : 'cut'}>
        {twofold && <span className="unseen">{text.sheet.buffed} </span>}
        <bdi>{value}</bdi>
      </dd>
      {bar && (
        <i className={`sheet-bar ${bar.colour}`} aria-hidden="true">
          <i style={{ width: `${share * 100}%` }} />
        </i>
      )}
    </div>
  )
}
