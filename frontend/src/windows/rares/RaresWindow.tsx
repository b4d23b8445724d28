import { useState } from 'react'
import { API, getJson } from '../../live/api'
import { useResource } from '../../live/useResource'
import { useStored } from '../../live/useStored'
import { formatPlace } from '../../map/coordinates'
import { onSurface } from '../../map/view'
import { usePageContext } from '../../shell/context'
import { text } from '../../text'
import { Icon } from '../../ui/Icon'
import { useNow } from '../../ui/useNow'
import { Note } from '../Note'
import { Views } from '../Views'
import { type Rare, type RarePage, readRares, readTotals } from './rare'
import './rares.css'

const KINDS = ['all', 'great', 'common'] as const
type Kind = (typeof KINDS)[number]
const PAGE = 100

/** The rares that were found, newest first; great ones stand out. */
export default function RaresWindow() {
  const [kind, setKind] = useState<Kind>('all')
  const path = `/rares?limit=${PAGE}${kind === 'all' ? '' : `&tier=${kind}`}`
  const found = useResource(path, readRares)
  const totals = useResource('/total-rares', readTotals)
  useStored(['rare'], () => {
    found.reload()
    totals.reload()
  })
  return (
    <>
      <Views
        label={text.rares.title}
        views={KINDS.map(id => ({ id, title: text.rares.kinds[id] }))}
        chosen={kind}
        onChoose={setKind}
      />
      {totals.data && (
        <p className="rares-totals">{text.rares.totals(totals.data.today, totals.data.allTime)}</p>
      )}
      {found.data === null || found.data.rares.length === 0 ? (
        <Note of={found} empty={text.rares.empty[kind]} />
      ) : (
        <Found key={kind} path={path} first={found.data} />
      )}
    </>
  )
}

/** The first page, and those that were asked for after it. */
function Found({ path, first }: { path: string; first: RarePage }) {
  const [more, setMore] = useState<RarePage[]>([])
  const [failed, setFailed] = useState(false)
  const [busy, setBusy] = useState(false)
  useNow(30_000, true)
  const last = more.at(-1) ?? first
  const seen = new Set<number>()
  const rares = [first, ...more].flatMap(page => page.rares).filter(({ id }) => !seen.has(id) && seen.add(id))
  const readOn = () => {
    setBusy(true)
    setFailed(false)
    getJson(`${API}${path}&cursor=${encodeURIComponent(last.next ?? '')}`)
      .then(
        body => setMore([...more, readRares(body)]),
        () => setFailed(true),
      )
      .finally(() => setBusy(false))
  }
  return (
    <div className="scroll">
      <ul className="rares">
        {rares.map(rare => (
          <RareRow key={rare.id} rare={rare} />
        ))}
      </ul>
      {last.next && (
        <p className="win-note">
          <button type="button" className="button" disabled={busy} onClick={readOn}>
            {text.rares.more}
          </button>
          {failed && <span className="bad"> {text.rares.moreFailed}</span>}
        </p>
      )}
    </div>
  )
}

function RareRow({ rare }: { rare: Rare }) {
  const { page, feed } = usePageContext()
  const { ew, ns } = rare
  const place = ew !== null && ns !== null && onSurface(ew, ns) ? formatPlace(ns, ew) : null
  return (
    <li className={rare.great ? 'great' : undefined}>
      <span className="rares-mark" title={text.rares.tier(rare.tier)}>
        <Icon name={rare.great ? 'rare-great' : 'rare'} size={14} />
        <span className="unseen">{rare.great ? text.rares.great : text.rares.common}</span>
      </span>
      <span className="rares-name">{rare.name}</span>
      <time className="ink-3" dateTime={new Date(rare.at).toISOString()} title={text.exact(rare.at)}>
        {text.ago((feed.clock.time() - rare.at) / 1000)}
      </time>
      <span className="rares-by ink-3">
        <button type="button" className="link" onClick={() => page.follow(rare.character)}>
          {rare.character}
        </button>
        {place && <span>{place}</span>}
        <span>{text.rares.tier(rare.tier)}</span>
      </span>
    </li>
  )
}
