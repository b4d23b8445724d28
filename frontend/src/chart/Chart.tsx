import { type KeyboardEvent, lazy, type ReactNode, Suspense, useCallback, useId, useState } from 'react'
import { text } from '../text'
import { Icon } from '../ui/Icon'
import { type ChartData, dashOf, extremes, isEmpty, type Series, type Span } from './data'
import './chart.css'

// What draws is loaded with the first chart, not with the page.
const Plot = lazy(() => import('./Plot'))

export interface ChartProps extends ChartData {
  /** What is charted, such as "Kills an hour". */
  label: string
  /** Lines over time, or bars of counts. */
  kind?: 'line' | 'bars'
  /** Between which times; else from the first one to the last. */
  span?: Span
  /** Of the plot, in CSS pixels; `fill` takes what the box around the chart leaves. */
  height?: number | 'fill'
  /** The upper end of the scale where it is known, such as 100 %. */
  most?: number
  /** A value in words. */
  format?: (value: number) => string
  /** The moment of a value in words; the local time of day unless told. */
  when?: (at: number) => string
  /** What chooses what is charted, before the legend. */
  tools?: ReactNode
  /** What stands there as long as there is nothing to draw. */
  empty: string
}

/**
 * Values over time. A pointer or the arrow keys move a hair line that tells the values of its moment in the
 * legend; the same figures can be had as a table, and are summed up in words for those who do not see it.
 */
export function Chart(props: ChartProps) {
  const { label, times, series, height = 120, format = text.number, when = text.exact, empty, tools } = props
  const [at, setAt] = useState<number | null>(null)
  const [table, setTable] = useState(false)
  const id = useId()
  const onCursor = useCallback((index: number | null) => setAt(index), [])
  const nothing = isEmpty(props)
  const moment = at === null ? undefined : times[at]
  const onKey = (event: KeyboardEvent) => {
    const next = moved(event, at, times.length)
    if (next === undefined) return
    event.preventDefault()
    event.stopPropagation()
    setAt(next)
  }
  const high = height === 'fill' ? undefined : { height }
  return (
    <figure className={height === 'fill' ? 'chart fill' : 'chart'} aria-label={label}>
      <figcaption className="chart-head">
        {tools}
        <ul className="chart-legend">
          {series.map((line, index) => (
            <Legend key={line.name} line={line} index={index} at={at} format={format} />
          ))}
        </ul>
        {moment !== undefined && !table && <span className="chart-when">{when(moment)}</span>}
        {!nothing && (
          <button
            type="button"
            className={table ? 'icon-button small on' : 'icon-button small'}
            aria-pressed={table}
            aria-label={text.chart.asTable(label)}
            title={text.chart.table}
            onClick={() => setTable(!table)}
          >
            <Icon name={table ? 'chart' : 'columns'} size={14} />
          </button>
        )}
      </figcaption>
      {nothing ? (
        <p className="chart-empty" style={high}>
          {empty}
        </p>
      ) : table ? (
        <Table {...props} format={format} when={when} high={high} />
      ) : (
        <>
          <div
            className="chart-plot"
            style={high}
            role="slider"
            tabIndex={0}
            aria-label={text.chart.moments(label)}
            aria-describedby={id}
            aria-valuemin={0}
            aria-valuemax={times.length - 1}
            aria-valuenow={at ?? times.length - 1}
            aria-valuetext={spoken(props, at ?? times.length - 1, format, when)}
            onKeyDown={onKey}
            onBlur={() => setAt(null)}
          >
            <Suspense>
              <Plot {...props} at={at} onCursor={onCursor} />
            </Suspense>
          </div>
          <p className="unseen" id={id}>
            {summary(props, format, when)}
          </p>
        </>
      )}
    </figure>
  )
}

interface LegendProps {
  line: Series
  index: number
  at: number | null
  format: (value: number) => string
}

function Legend({ line, index, at, format }: LegendProps) {
  const value = at === null ? undefined : line.values[at]
  return (
    <li>
      <svg className={`chart-swatch ink-${line.colour}`} aria-hidden="true" viewBox="0 0 16 4">
        <line x1="0" y1="2" x2="16" y2="2" strokeDasharray={dashOf(index).join(' ')} />
      </svg>
      <bdi className="cut" title={line.name}>
        {line.name}
      </bdi>
      {value !== undefined && <b>{value === null ? text.chart.none : format(value)}</b>}
    </li>
  )
}

// More rows than this nobody reads.
const MOST_ROWS = 400

type TableProps = ChartProps &
  Required<Pick<ChartProps, 'format' | 'when'>> & { high: { height: number } | undefined }

/** The same in figures, the newest first. */
function Table({ label, times, series, format, when, high }: TableProps) {
  const rows = times
    .map((time, index) => ({ time, values: series.map(line => line.values[index] ?? null) }))
    .filter(row => row.values.some(value => value !== null))
    .slice(-MOST_ROWS)
    .reverse()
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is scrolled with the keyboard too
    <div className="chart-table" style={high} role="region" aria-label={label} tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">{text.chart.time}</th>
            {series.map(line => (
              <th scope="col" key={line.name}>
                <bdi>{line.name}</bdi>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(row => (
            <tr key={row.time}>
              <th scope="row">{when(row.time)}</th>
              {row.values.map((value, index) => (
                <td key={series[index]!.name}>{value === null ? text.chart.none : format(value)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function moved(event: KeyboardEvent, at: number | null, count: number): number | null | undefined {
  const [last, from] = [count - 1, at ?? count]
  const steps: Record<string, number> = {
    ArrowLeft: from - 1,
    ArrowDown: from - 1,
    ArrowRight: from + 1,
    ArrowUp: from + 1,
    PageDown: from - 10,
    PageUp: from + 10,
    Home: 0,
    End: last,
  }
  const next = steps[event.key]
  if (event.key === 'Escape' && at !== null) return null
  return next === undefined ? undefined : Math.min(last, Math.max(0, next))
}

type Words = (value: number) => string

function spoken({ times, series }: ChartData, at: number, format: Words, when: Words): string {
  const time = times[at]
  if (time === undefined) return ''
  const values = series.map(({ name, values }) => {
    const value = values[at] ?? null
    return `${name} ${value === null ? text.chart.unknown : format(value)}`
  })
  return `${when(time)}: ${values.join(', ')}`
}

function summary({ label, times, series }: ChartProps, format: Words, when: Words): string {
  const lines = series.map(({ name, values }) => {
    const found = extremes(times, values)
    if (!found) return text.chart.nothingOf(name)
    const { lowest, highest, highestAt, last } = found
    return text.chart.sum(name, format(lowest), format(highest), when(highestAt), format(last))
  })
  return `${label}. ${lines.join(' ')}`
}
