import { type ReactNode, useMemo, useState, useSyncExternalStore } from 'react'
import { Chart } from '../../chart/Chart'
import { bucketTimes } from '../../chart/data'
import { HOUR } from '../../live/summary'
import { useSummaries } from '../../live/useSummaries'
import { useSession } from '../../shell/context'
import { text } from '../../text'
import { useNow } from '../../ui/useNow'
import { Note } from '../Note'
import { Views } from '../Views'
import { Compared } from './Compared'
import { comparedWith, isCounted, MEASURES, type Measure, SPANS, type SpanName, seriesOf } from './rates'
import { Totals } from './Totals'
import { GRAFANA, useGrafana } from './useGrafana'
import { useWish } from './useWish'
import { vitalsChart, vitalsOf } from './vitals'
import './rates.css'

const VIEWS = [...MEASURES, 'vitals'] as const
type View = (typeof VIEWS)[number]

const nameOf = (name: string) => name || text.rates.everybody

/** What a character did over time, alone or compared with others; everybody where nobody is chosen. */
export default function RatesWindow({ character }: { character: string | null }) {
  const [view, setView] = useState<View>('kills')
  const grafana = useGrafana()
  const [{ span, others }, change] = useWish()
  const names = comparedWith(character ?? '', others)
  const shown = names.slice(1)
  const compared = (
    <Compared
      names={shown}
      of={character}
      onAdd={name => change({ others: [...shown, name] })}
      onRemove={name => change({ others: others.filter(each => each !== name) })}
    />
  )
  return (
    <>
      <Views
        label={text.rates.title}
        views={VIEWS.map(id => ({ id, title: text.rates.views[id] }))}
        chosen={view}
        onChoose={setView}
        aside={
          grafana && (
            <a className="link" href={GRAFANA} target="_blank" rel="noreferrer">
              {text.rates.grafana}
            </a>
          )
        }
      />
      {view === 'vitals' ? (
        <VitalsView names={names.filter(Boolean)}>{compared}</VitalsView>
      ) : (
        <RatesView
          key={view}
          names={names}
          measure={view}
          span={span}
          onSpan={next => change({ span: next })}
        >
          {compared}
        </RatesView>
      )}
    </>
  )
}

interface RatesViewProps {
  names: string[]
  measure: Measure
  span: SpanName
  onSpan: (span: SpanName) => void
  children: ReactNode
}

function RatesView({ names, measure, span, onSpan, children }: RatesViewProps) {
  const { bucket } = SPANS[span]
  const read = useSummaries(names, SPANS[span])
  const { data } = read
  const { from, to } = read.span
  const of = JSON.stringify(names)
  const lines = useMemo(
    () => (JSON.parse(of) as string[]).map(name => ({ name, buckets: data?.get(name) ?? [] })),
    [data, of],
  )
  const chart = useMemo(() => {
    const times = bucketTimes({ from, to }, bucket)
    return { times, series: seriesOf(lines, times, measure, bucket, nameOf) }
  }, [lines, from, to, bucket, measure])
  const several = names.length > 1
  const label = text.rates.charts[measure]
  return (
    <>
      <div className="rates-tools">
        <label>
          <span className="label">{text.rates.span}</span>
          <select value={span} onChange={event => onSpan(event.target.value as SpanName)}>
            {(Object.keys(SPANS) as SpanName[]).map(each => (
              <option key={each} value={each}>
                {text.rates.spans[each]}
              </option>
            ))}
          </select>
        </label>
        {children}
      </div>
      {data === null ? (
        <Note of={read} empty={text.rates.empty} />
      ) : (
        <>
          {read.error && <p className="rates-error bad">{text.windows.unread(read.error)}</p>}
          <div className="rates-chart">
            <Chart
              label={several && isCounted(measure) ? text.rates.addedUp(label) : label}
              {...chart}
              span={read.span}
              kind={isCounted(measure) && !several ? 'bars' : 'line'}
              height="fill"
              empty={text.rates.empty}
            />
          </div>
          <Totals lines={lines} nameOf={nameOf} />
        </>
      )}
    </>
  )
}

/** The last hour, as this page heard it. */
function VitalsView({ names, children }: { names: string[]; children: ReactNode }) {
  const { feed } = useSession()
  const recorder = vitalsOf(feed)
  const version = useSyncExternalStore(recorder.subscribe, recorder.getVersion)
  useNow(30_000, true)
  const of = JSON.stringify(names)
  const chart = useMemo(() => {
    // Read anew with each version.
    void version
    const lines = (JSON.parse(of) as string[]).map(name => ({ name, heard: recorder.of(name) }))
    return vitalsChart(lines, vital => text.rates.vital[vital])
  }, [recorder, version, of])
  const to = feed.clock.time()
  const from = Math.max(to - HOUR, Math.min(chart.times[0] ?? to, to - LEAST_SPAN))
  return (
    <>
      <div className="rates-tools">{children}</div>
      {names.length === 0 ? (
        <p className="win-note">{text.rates.chooseForVitals}</p>
      ) : (
        <div className="rates-chart">
          <Chart
            label={names.length > 1 ? text.rates.health : text.rates.charts.vitals}
            {...chart}
            span={{ from, to }}
            most={100}
            height="fill"
            format={text.rates.percent}
            empty={text.rates.vitalsEmpty}
          />
        </div>
      )}
    </>
  )
}

// A moment alone is no line.
const LEAST_SPAN = 60_000
