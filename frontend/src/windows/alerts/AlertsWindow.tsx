import { useEffect, useState } from 'react'
import { useLive } from '../../shell/context'
import { text } from '../../text'
import { Note } from '../Note'
import { Views } from '../Views'
import { AlertList } from './AlertList'
import { ALERT_KINDS, type AlertKind } from './alert'
import { Rules } from './Rules'
import { seen } from './seen'
import { useAlerts } from './useAlerts'
import './alerts.css'

const VIEWS = ['sent', 'rules'] as const

/** What was found and sent to Discord, and the rules about it. */
export default function AlertsWindow() {
  const [view, setView] = useState<(typeof VIEWS)[number]>('sent')
  return (
    <>
      <Views
        label={text.alerts.title}
        views={VIEWS.map(id => ({ id, title: text.alerts.views[id] }))}
        chosen={view}
        onChoose={setView}
      />
      {view === 'sent' ? <Sent /> : <Rules />}
    </>
  )
}

function Sent() {
  const { players } = useLive()
  const [kind, setKind] = useState<AlertKind | ''>('')
  const [character, setCharacter] = useState('')
  const filter = `${kind && `&kind=${kind}`}${character && `&character=${encodeURIComponent(character)}`}`
  const path = `/alerts?limit=100${filter}`
  const found = useAlerts(path)
  const newest = filter === '' ? (found.data?.items[0]?.id ?? (found.data ? 0 : null)) : null
  useEffect(() => {
    if (newest === null) return
    const look = () => document.visibilityState === 'visible' && seen.upTo(newest)
    look()
    document.addEventListener('visibilitychange', look)
    return () => document.removeEventListener('visibilitychange', look)
  }, [newest])
  const names = new Set([...players.map(player => player.name), ...(character ? [character] : [])])
  const sender = found.data && text.alerts.sender[found.data.sender]
  return (
    <>
      <div className="alerts-filter">
        <select
          aria-label={text.alerts.kind}
          value={kind}
          onChange={event => setKind(event.target.value as AlertKind | '')}
        >
          <option value="">{text.alerts.everyKind}</option>
          {ALERT_KINDS.map(each => (
            <option key={each} value={each}>
              {text.alerts.kinds[each]}
            </option>
          ))}
        </select>
        <select
          aria-label={text.alerts.character}
          value={character}
          onChange={event => setCharacter(event.target.value)}
        >
          <option value="">{text.alerts.everyone}</option>
          {[...names].sort().map(name => (
            <option key={name}>{name}</option>
          ))}
        </select>
      </div>
      {sender && <p className="alerts-sender">{sender}</p>}
      {found.data === null || found.data.items.length === 0 ? (
        <Note of={found} empty={filter ? text.alerts.emptyFiltered : text.alerts.empty} />
      ) : (
        <AlertList key={path} path={path} first={found.data} />
      )}
    </>
  )
}
