import type { Connection } from '../live/store'
import { text } from '../text'
import { Icon } from '../ui/Icon'
import { useNow } from '../ui/useNow'
import { useLive } from './context'

const TONES = { connecting: 'ink-3', live: 'good', reconnecting: 'warn', offline: 'bad' } as const

/** Whether the page is in touch with the server, and why not. */
export function ConnectionState() {
  const { connection } = useLive()
  useNow(1000, connection.kind === 'reconnecting')
  const [label, detail] = describe(connection)
  const lost = connection.kind === 'reconnecting' || connection.kind === 'offline'
  return (
    <p className={`connection ${TONES[connection.kind]}`} title={detail} data-connection={connection.kind}>
      <Icon name={lost ? 'lost' : 'live'} />
      <span aria-hidden="true">{label}</span>
      {/* Said once for each change, without the countdown. */}
      <span className="unseen" role="status">
        {announce(connection)}
      </span>
    </p>
  )
}

function describe(connection: Connection): [label: string, detail: string] {
  const t = text.connection
  switch (connection.kind) {
    case 'connecting':
      return [t.connecting, t.connecting]
    case 'live':
      return [t.live, t.liveDetail]
    case 'reconnecting': {
      const seconds = connection.retryAt === null ? 0 : Math.ceil((connection.retryAt - Date.now()) / 1000)
      return [seconds > 0 ? t.reconnectingIn(seconds) : t.reconnecting, t.reconnectingDetail]
    }
    case 'offline':
      return [announce(connection), t.offlineDetail]
  }
}

function announce(connection: Connection): string {
  const t = text.connection
  if (connection.kind !== 'offline') return t[connection.kind]
  return t.offline[connection.reason] + (connection.status > 0 ? t.status(connection.status) : '')
}
