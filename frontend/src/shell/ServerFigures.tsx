import { useResource } from '../live/useResource'
import { useStored } from '../live/useStored'
import { text } from '../text'
import { Icon } from '../ui/Icon'
import type { WindowKind } from '../windows/kinds'
import { readTotals } from '../windows/rares/rare'
import { readGameHealth } from '../windows/server/state'
import { useOpenWindow } from './context'
import { readKills } from './totals'

// These are for a glance: a minute old is young enough.
const EVERY = 60_000

/** What all have done today, and how the game's server does. */
export function ServerFigures({ phone }: { phone: boolean }) {
  const words = text.server.top
  const open = useOpenWindow()
  const kills = useResource('/total-kills', readKills, EVERY).data
  const found = useResource('/total-rares', readTotals, EVERY)
  const rares = found.data
  useStored(['rare'], found.reload)
  const show = (kind: WindowKind) => () => open({ kind, subject: null })
  return (
    <div className="top-figures">
      {kills && (
        <button
          type="button"
          title={words.killsDetail(kills.today, kills.total)}
          onClick={show('leaderboards')}
        >
          <b>{phone ? text.short(kills.today) : text.number(kills.today)}</b>{' '}
          {(phone ? words.killsShort : words.kills)(kills.today)}
        </button>
      )}
      {rares && (
        <button type="button" title={words.raresDetail(rares.today, rares.allTime)} onClick={show('rares')}>
          <b>{text.number(rares.today)}</b> {(phone ? words.raresShort : words.rares)(rares.today)}
        </button>
      )}
      <GameServer phone={phone} onOpen={show('server')} />
    </div>
  )
}

function GameServer({ phone, onOpen }: { phone: boolean; onOpen: () => void }) {
  const words = text.server
  const health = useResource('/server-health?history=0', readGameHealth, EVERY).data
  if (!health) return null
  const status = words.statuses[health.status] ?? health.status
  const ms = (value: number | null) => (value === null ? '–' : words.ms(value))
  const detail = [
    words.top.gameDetail(status, health.since === null ? '–' : text.exact(health.since), health.players),
    health.p50 !== null && words.top.latencyDetail(ms(health.p50), ms(health.p95)),
  ]
  return (
    <button type="button" className="top-game" title={detail.filter(Boolean).join(' ')} onClick={onOpen}>
      <span className={`game-${health.status}`}>
        <Icon name="server" size={14} />
      </span>
      <span className="unseen">{words.top.game}:</span>
      {/* The icon has the state's colour and shape; nobody knowing it is no state that a word alone could tell. */}
      <b className={phone ? 'unseen' : undefined}>
        {health.status === 'unknown' ? words.top.unknown : status}
      </b>
      {!phone && health.p50 !== null && <span>{ms(health.p50)}</span>}
    </button>
  )
}
