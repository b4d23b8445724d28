import { Chart } from '../../chart/Chart'
import { useResource } from '../../live/useResource'
import { usePageContext } from '../../shell/context'
import { text } from '../../text'
import { Scroll } from '../../ui/Scroll'
import { Note } from '../Note'
import { Figure } from './HereView'
import { type GameHealth, readGameHealth, type Stretch, stretches } from './state'

const EVERY = 15_000
const DAY = 86_400_000

/** The game's server as the plugins see it, now and over the last day. */
export function GameView() {
  const words = text.server
  const { feed } = usePageContext()
  const found = useResource('/server-health', readGameHealth, EVERY)
  const health = found.data
  if (health === null) return <Note of={found} empty={words.dayEmpty} />
  const now = feed.clock.time()
  const day = stretches(health.history, now)
  const span = { from: now - DAY, to: now }
  return (
    <Scroll label={words.views.game} className="server">
      {found.error && (
        <p className="bad" role="status">
          {text.windows.unread(found.error)}
        </p>
      )}
      <p>
        <b className={`game-${health.status}`}>{words.statuses[health.status] ?? health.status}</b>{' '}
        <span className="ink-2">{words.statusDetails[health.status]}</span>
      </p>
      <Figures health={health} now={now} />
      <Chart
        label={words.latencyChart}
        times={health.history.map(({ at }) => at)}
        series={[
          {
            name: words.median,
            colour: 'accent',
            filled: true,
            values: health.history.map(({ p50 }) => p50),
          },
          { name: words.p95, colour: 'series-2', values: health.history.map(({ p95 }) => p95) },
        ]}
        span={span}
        format={words.ms}
        height={112}
        empty={words.latencyEmpty}
      />
      <section>
        <h3 className="label">{words.day}</h3>
        {day.length === 0 ? <p className="ink-3">{words.dayEmpty}</p> : <Day day={day} from={span.from} />}
      </section>
    </Scroll>
  )
}

function Figures({ health, now }: { health: GameHealth; now: number }) {
  const words = text.server
  const ms = (value: number | null) => (value === null ? '–' : words.ms(value))
  return (
    <dl className="server-figures">
      <Figure
        name={words.since}
        value={health.since === null ? '–' : text.ago((now - health.since) / 1000)}
        {...(health.since !== null && { title: text.exact(health.since) })}
      />
      <Figure name={words.online} value={text.number(health.players)} />
      <Figure name={words.latency} value={ms(health.p50)} />
      <Figure name={words.latency95} value={ms(health.p95)} />
    </dl>
  )
}

// The strip's own units for a day; what was short is thin, and still to be seen.
const STRIP = 1000
const THIN = 2
const WORSE = ['unknown', 'up', 'degraded', 'down']
// So many changes are listed, the newest first.
const LISTED = 12

/** The states of the last day, as a strip and in words. */
function Day({ day, from }: { day: readonly Stretch[]; from: number }) {
  const words = text.server
  // What is worse is drawn over what is better.
  const drawn = [...day].sort((a, b) => WORSE.indexOf(a.status) - WORSE.indexOf(b.status))
  const said = ({ status, from, to }: Stretch) =>
    words.wasFor(words.statuses[status] ?? status, words.span((to - from) / 1000))
  return (
    <>
      <svg className="server-day" viewBox={`0 0 ${STRIP} 1`} preserveAspectRatio="none" aria-hidden="true">
        {drawn.map(stretch => (
          <rect
            key={stretch.from}
            className={`game-${stretch.status}`}
            x={(STRIP * (stretch.from - from)) / DAY}
            width={Math.max(THIN, (STRIP * (stretch.to - stretch.from)) / DAY)}
            height="1"
          >
            <title>{said(stretch)}</title>
          </rect>
        ))}
      </svg>
      <ul className="server-list">
        {[...day]
          .reverse()
          .slice(0, LISTED)
          .map(stretch => (
            <li key={stretch.from}>
              <time
                className="ink-3"
                dateTime={new Date(stretch.from).toISOString()}
                title={text.exact(stretch.from)}
              >
                {text.clock(stretch.from)}
              </time>
              <span className={`game-${stretch.status}`}>{said(stretch)}</span>
            </li>
          ))}
      </ul>
    </>
  )
}
