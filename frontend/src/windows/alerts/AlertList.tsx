import { usePages } from '../../live/usePages'
import { formatPlace } from '../../map/coordinates'
import { onSurface } from '../../map/view'
import { usePageContext } from '../../shell/context'
import { text } from '../../text'
import { Icon, type IconName } from '../../ui/Icon'
import { Scroll } from '../../ui/Scroll'
import { useNow } from '../../ui/useNow'
import { More } from '../More'
import { type Alert, type AlertKind, type AlertPage, readAlerts } from './alert'

const ICONS: Record<AlertKind, IconName> = {
  death: 'death',
  idle: 's-idle',
  back: 'live',
  offline: 'lost',
  rare: 'rare-great',
}

/** The alerts, newest first. */
export function AlertList({ path, first }: { path: string; first: AlertPage }) {
  const pages = usePages(path, first, readAlerts)
  useNow(30_000, true)
  return (
    <Scroll label={text.alerts.title}>
      <ul className="alerts">
        {pages.items.map(alert => (
          <Row key={alert.id} alert={alert} />
        ))}
      </ul>
      <More of={pages} />
    </Scroll>
  )
}

function Row({ alert }: { alert: Alert }) {
  const { page, feed } = usePageContext()
  const { ew, ns, character } = alert
  const place = ew !== null && ns !== null && onSurface(ew, ns) ? formatPlace(ns, ew) : null
  return (
    <li>
      <span
        className={`alerts-mark ${alert.kind ?? ''}`}
        title={alert.kind ? text.alerts.kinds[alert.kind] : undefined}
      >
        <Icon name={alert.kind ? ICONS[alert.kind] : 'bell'} size={14} />
      </span>
      <p className="alerts-text">
        {character ? (
          <button type="button" className="alerts-who" onClick={() => page.follow(character)}>
            <bdi>{character}</bdi>
          </button>
        ) : (
          text.alerts.somebody
        )}{' '}
        {sentence(alert)}
        {alert.rare && (
          <>
            {' '}
            <bdi className="rare">{alert.rare}</bdi>
          </>
        )}
      </p>
      <time className="ink-3" dateTime={new Date(alert.at).toISOString()} title={text.exact(alert.at)}>
        {text.ago((feed.clock.time() - alert.at) / 1000)}
      </time>
      <p className="alerts-by ink-3">
        <span className={alert.state === 'failed' ? 'bad' : undefined}>
          {text.alerts.states[alert.state] ?? alert.state}
        </span>
        {place && <span>{place}</span>}
        {alert.since !== null && (
          <span title={text.exact(alert.since)}>{text.alerts.since(text.clock(alert.since))}</span>
        )}
        {alert.kind !== 'death' && alert.deaths > 0 && <span>{text.alerts.diedToo(alert.deaths)}</span>}
      </p>
    </li>
  )
}

function sentence({ kind, deaths, after }: Alert): string {
  switch (kind) {
    case 'death':
      return text.alerts.died(deaths)
    case 'idle':
      return text.alerts.idle
    case 'back':
      return text.alerts.back[after ?? ''] ?? text.alerts.backPlain
    case 'offline':
      return text.alerts.offline
    case 'rare':
      return text.alerts.found
    case null:
      return text.alerts.other
  }
}
