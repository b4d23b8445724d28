import { useState } from 'react'
import { API, getJson } from '../../live/api'
import { useResource } from '../../live/useResource'
import { text } from '../../text'
import { Note } from '../Note'
import { SectionView } from './SectionView'
import type { Row } from './sections'
import { type Client, readStats, type Session, type Stats } from './stats'

const EVERY = 60_000

/** What a character came to, in all and session by session, and how its game does. */
export function Sessions({ character }: { character: string }) {
  const path = `/stats/${encodeURIComponent(character)}`
  const stats = useResource(path, readStats, EVERY)
  if (stats.data === null) return <Note of={stats} empty={text.sheet.sessionsEmpty} />
  const { totalKills, totalRares, client } = stats.data
  const totals: Row[] = [
    { key: 'kills', name: text.sheet.totalKills, value: text.number(totalKills) },
    { key: 'rares', name: text.sheet.totalRares, value: text.number(totalRares) },
  ]
  const told = client ? clientRows(client) : []
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached with the keyboard
    <div className="scroll sheet-pages" tabIndex={0}>
      <SectionView section={{ title: text.sheet.totals, rows: totals }} />
      {told.length > 0 && <SectionView section={{ title: text.sheet.client, rows: told }} />}
      <SessionTable path={path} first={stats.data} />
    </div>
  )
}

function clientRows({ onlineTime, tapers, latency, memory, processor, handles }: Client): Row[] {
  const rows: [key: string, name: string, value: string | null][] = [
    ['online', text.sheet.online, onlineTime && text.duration(onlineTime)],
    ['tapers', text.sheet.tapers, tapers === null ? null : text.number(tapers)],
    ['latency', text.sheet.latency, latency === null ? null : text.sheet.milliseconds(latency)],
    ['memory', text.sheet.memory, memory === null ? null : text.sheet.megabytes(memory)],
    ['processor', text.sheet.processor, processor === null ? null : text.combat.percent(processor / 100)],
    ['handles', text.sheet.handles, handles === null ? null : text.number(handles)],
  ]
  return rows.flatMap(([key, name, value]) => (value === null ? [] : [{ key, name, value }]))
}

/** The newest page of sessions, and those that were asked for after it. */
function SessionTable({ path, first }: { path: string; first: Stats }) {
  const [more, setMore] = useState<Stats[]>([])
  const [failed, setFailed] = useState(false)
  const [busy, setBusy] = useState(false)
  const { next } = more.at(-1) ?? first
  const sessions = new Map([...more, first].flatMap(page => page.sessions).map(each => [each.id, each]))
  const sorted = [...sessions.values()].sort((a, b) => b.lastSeen - a.lastSeen)
  const readOn = () => {
    setBusy(true)
    setFailed(false)
    getJson(`${API}${path}?cursor=${encodeURIComponent(next ?? '')}`)
      .then(
        body => setMore([...more, readStats(body)]),
        () => setFailed(true),
      )
      .finally(() => setBusy(false))
  }
  return (
    <section className="sheet-section">
      <table className="sheet-sessions">
        <caption>
          <span className="sheet-title">
            <b>{text.sheet.sessionsTitle}</b>
          </span>
        </caption>
        <thead>
          <tr>
            <th scope="col">{text.sheet.started}</th>
            <th scope="col">{text.sheet.lasted}</th>
            <th scope="col">{text.sheet.kills}</th>
            <th scope="col">{text.sheet.deaths}</th>
            <th scope="col">{text.sheet.rares}</th>
          </tr>
        </thead>
        <tbody>
          {sorted.map(session => (
            <SessionRow key={session.id} session={session} />
          ))}
        </tbody>
      </table>
      {next && (
        <p className="win-note">
          <button type="button" className="button" disabled={busy} onClick={readOn}>
            {text.sheet.more}
          </button>
          {failed && <span className="bad"> {text.sheet.moreFailed}</span>}
        </p>
      )}
    </section>
  )
}

function SessionRow({ session: { started, lastSeen, kills, deaths, rares } }: { session: Session }) {
  return (
    <tr>
      <th scope="row">
        <time dateTime={new Date(started).toISOString()} title={text.exact(started)}>
          {text.chart.day(started)}, {text.clock(started)}
        </time>
      </th>
      <td>{text.combat.lasted((lastSeen - started) / 1000)}</td>
      <td>{text.number(kills)}</td>
      <td className={deaths ? 'bad' : 'ink-3'}>{deaths === null ? text.chart.none : text.number(deaths)}</td>
      <td className="rare">{rares > 0 ? text.number(rares) : ''}</td>
    </tr>
  )
}
