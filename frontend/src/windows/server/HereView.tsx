import { useEffect, useState } from 'react'
import { Chart } from '../../chart/Chart'
import { useResource } from '../../live/useResource'
import { usePageContext } from '../../shell/context'
import { text } from '../../text'
import { Scroll } from '../../ui/Scroll'
import { Note } from '../Note'
import {
  type DatabaseState,
  type LogState,
  type Reading,
  readServerState,
  type ServerState,
  withReading,
} from './state'

const EVERY = 5000
// Half an hour of readings; a pause of more than three is a gap in the line.
const MOST = 360
const LONGEST = 3 * EVERY

/** This server: what comes in, how far its logs are behind, and its databases. */
export function HereView() {
  const words = text.server
  const found = useResource('/server-state', readServerState, EVERY)
  const readings = useReadings(found.data)
  const state = found.data
  if (state === null) return <Note of={found} empty={words.familiesNone} />
  // One reading is no line yet.
  const drawn = readings.map(({ total }) => (readings.length > 1 ? total : null))
  const backlog = state.backlog.filter(table => !table.finished)
  return (
    <Scroll label={words.views.here} className="server">
      {found.error && (
        <p className="bad" role="status">
          {text.windows.unread(found.error)}
        </p>
      )}
      {state.readOnly && <p className="warn">{words.readOnly}</p>}
      <dl className="server-figures">
        <Figure name={words.uptime} value={words.span(state.uptime)} />
        <Figure name={words.eventsNow} value={words.perSecond(state.total)} />
        <Figure name={words.plugins} value={text.number(state.plugins)} />
        <Figure name={words.browsers} value={text.number(state.browsers)} />
      </dl>
      <Chart
        label={words.rates}
        times={readings.map(({ at }) => at)}
        series={[{ name: words.total, colour: 'accent', filled: true, values: drawn }]}
        format={words.perSecond}
        height={96}
        empty={words.ratesEmpty}
      />
      <Families rates={state.rates} />
      <Logs logs={state.logs} />
      <Databases databases={state.databases} />
      {backlog.length > 0 && (
        <section>
          <h3 className="label">{words.backlog}</h3>
          <ul className="server-list">
            {backlog.map(({ source, rows }) => (
              <li key={source}>
                <span>{source}</span>
                <span className="number ink-3">{words.backlogRows(rows)}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </Scroll>
  )
}

/** What was read of the rate since the window is open. */
function useReadings(state: ServerState | null): readonly Reading[] {
  const { feed } = usePageContext()
  const [readings, setReadings] = useState<readonly Reading[]>([])
  useEffect(() => {
    if (!state) return
    const reading = { at: feed.clock.time(), total: state.total }
    setReadings(before => withReading(before, reading, LONGEST, MOST))
  }, [state, feed])
  return readings
}

export function Figure({ name, value, title }: { name: string; value: string; title?: string }) {
  return (
    <div title={title}>
      <dt className="label">{name}</dt>
      <dd>{value}</dd>
    </div>
  )
}

function Families({ rates }: Pick<ServerState, 'rates'>) {
  const words = text.server
  const active = rates.filter(({ rate }) => rate > 0)
  const most = active[0]?.rate ?? 1
  return (
    <section>
      <h3 className="label">{words.families}</h3>
      {active.length === 0 ? (
        <p className="ink-3">{words.familiesNone}</p>
      ) : (
        <ul className="server-list">
          {active.map(({ family, rate }) => (
            <li key={family}>
              <span>{words.family(family)}</span>
              <svg className="server-bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
                <rect width={Math.max(1, (100 * rate) / most)} height="4" />
              </svg>
              <span className="number">{words.perSecond(rate)}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

// Later than this somebody should look.
const LATE = 30

function Logs({ logs }: { logs: readonly LogState[] }) {
  const words = text.server
  if (logs.length === 0) return null
  return (
    <table className="server-table">
      <thead>
        <tr>
          <th scope="col">{words.log}</th>
          <th scope="col">{words.size}</th>
          <th scope="col" title={words.waitingLong}>
            {words.waiting}
          </th>
          <th scope="col">{words.lag}</th>
        </tr>
      </thead>
      <tbody>
        {logs.map(log => (
          <tr key={log.name}>
            <th scope="row">{log.name}</th>
            <td title={`${text.number(log.bytes)} B`}>{words.bytes(log.bytes)}</td>
            <td>{text.number(log.waiting)}</td>
            <td className={log.lag > LATE ? 'warn' : undefined}>{words.span(log.lag)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Databases({ databases }: { databases: readonly DatabaseState[] }) {
  const words = text.server
  if (databases.length === 0) return null
  return (
    <section>
      <h3 className="label">{words.database}</h3>
      <ul className="server-list">
        {databases.map(({ name, up, message }) => (
          <li key={name}>
            <span>{name}</span>
            <span className={up ? 'good' : 'bad'}>
              {message ?? (up ? words.databaseUp : words.databaseDown)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
