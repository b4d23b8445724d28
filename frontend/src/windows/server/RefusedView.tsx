import { useResource } from '../../live/useResource'
import { usePageContext } from '../../shell/context'
import { text } from '../../text'
import { Scroll } from '../../ui/Scroll'
import { Note } from '../Note'
import { type Refused, readDebugEvents, type Turned } from './state'

const EVERY = 15_000

/** Which plugins were turned away and which events were refused, for administrators. */
export function RefusedView() {
  const words = text.server.refused
  const found = useResource('/debug/events?limit=50', readDebugEvents, EVERY)
  if (found.data === null) return <Note of={found} empty={words.noConnections} />
  const { connections, refused, parked } = found.data
  return (
    <Scroll label={text.server.views.refused} className="server">
      <section>
        <h3 className="label">{words.connections}</h3>
        {connections.length === 0 ? (
          <p className="ink-3">{words.noConnections}</p>
        ) : (
          <List rows={connections} />
        )}
      </section>
      <section>
        <h3 className="label">{words.events}</h3>
        {refused.length === 0 ? <p className="ink-3">{words.noEvents}</p> : <List rows={refused} />}
      </section>
      {parked.length > 0 && (
        <section>
          <h3 className="label">{words.parked}</h3>
          <List rows={parked} />
        </section>
      )}
    </Scroll>
  )
}

function List({ rows }: { rows: readonly (Turned | Refused)[] }) {
  const { feed } = usePageContext()
  return (
    <ul className="server-refused">
      {rows.map((row, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: nothing else tells two of the same moment apart
        <li key={`${row.at} ${index}`}>
          <time className="ink-3" dateTime={new Date(row.at).toISOString()} title={text.exact(row.at)}>
            {text.ago((feed.clock.time() - row.at) / 1000)}
          </time>
          <p>
            {'type' in row && row.type && <b>{row.type} </b>}
            <bdi>{row.reason}</bdi>
          </p>
          <span className="ink-3">{row.address}</span>
        </li>
      ))}
    </ul>
  )
}
