import { memo, useCallback } from 'react'
import { useMessagesInTurn } from '../../live/useMessagesInTurn'
import { useResource } from '../../live/useResource'
import { formatPlace } from '../../map/coordinates'
import { onSurface } from '../../map/view'
import { usePage, usePageContext } from '../../shell/context'
import { text } from '../../text'
import { Icon } from '../../ui/Icon'
import { useNow } from '../../ui/useNow'
import { Note } from '../Note'
import type { Bar } from '../vitals/vital'
import { type Group, groupPeers, type Peer, readPeers, withShares } from './peer'
import './sharing.css'

// Whether a plugin is connected comes with no message.
const EVERY = 15_000
const NOBODY: Peer[] = []

/** Who shares vitals with whom, and how they are. */
export default function SharingWindow() {
  const { feed, page } = usePageContext()
  const { followed } = usePage()
  const answer = useResource('/vital-sharing/peers', readPeers, EVERY)
  const { change } = answer
  useMessagesInTurn(['share_*'], messages => {
    change(peers => withShares(peers, messages, feed.clock.time()))
  })
  useNow(5000, true)
  const follow = useCallback((name: string) => page.follow(name), [page])
  const peers = answer.data ?? NOBODY
  if (peers.length === 0) return <Note of={answer} empty={text.sharing.empty} />
  const connected = peers.filter(peer => peer.connected).length
  const now = feed.clock.time()
  return (
    <>
      <p className="sharing-sum">{text.sharing.summary(peers.length, connected)}</p>
      <div className="scroll">
        {groupPeers(peers).map(group => (
          <PeerGroup key={group.tag ?? ''} group={group} followed={followed} now={now} onFollow={follow} />
        ))}
      </div>
    </>
  )
}

interface GroupProps {
  group: Group
  followed: string | null
  now: number
  onFollow: (name: string) => void
}

function PeerGroup({ group: { tag, peers }, followed, now, onFollow }: GroupProps) {
  return (
    <section className="sharing-group">
      <h3>
        {tag === null ? text.sharing.noTag : <bdi className="cut">{tag}</bdi>}
        <span className="ink-3">{text.sharing.members(peers.length)}</span>
      </h3>
      <ul>
        {peers.map(peer => (
          <Row
            key={peer.name}
            peer={peer}
            on={peer.name === followed}
            // Seconds would draw each row anew for nothing.
            ago={text.ago(Math.floor(Math.max(0, now - peer.updated) / 5000) * 5)}
            onFollow={onFollow}
          />
        ))}
      </ul>
    </section>
  )
}

interface RowProps {
  peer: Peer
  on: boolean
  ago: string
  onFollow: (name: string) => void
}

const Row = memo(function Row({ peer, on, ago, onFollow }: RowProps) {
  const { name, connected, health, stamina, mana, ew, ns, updated } = peer
  const place = ew !== null && ns !== null && onSurface(ew, ns) ? formatPlace(ns, ew) : null
  const state = connected ? text.sharing.connected : text.sharing.lost
  return (
    <li className={on ? 'on' : undefined}>
      <button type="button" className={connected ? undefined : 'lost'} onClick={() => onFollow(name)}>
        <span className={connected ? 'good' : 'warn'} title={state}>
          <Icon name={connected ? 's-combat' : 's-stale'} size={12} />
          <span className="unseen">{state}</span>
        </span>
        <bdi className="cut">{name}</bdi>
        <span className="sharing-bars">
          <Figure kind="health" bar={health} />
          <Figure kind="stamina" bar={stamina} />
          <Figure kind="mana" bar={mana} />
        </span>
        <span className="sharing-facts ink-3">
          <span>{connected ? text.sharing.kinds(peer.kinds) : text.sharing.lost}</span>
          {place && <span>{place}</span>}
          {updated > 0 && (
            <time dateTime={new Date(updated).toISOString()} title={text.exact(updated)}>
              {ago}
            </time>
          )}
        </span>
      </button>
    </li>
  )
})

function Figure({ kind, bar }: { kind: 'health' | 'stamina' | 'mana'; bar: Bar }) {
  return (
    <span className="sharing-figure" title={`${text.sharing.bars[kind]} ${text.vitals.bar(bar)}`}>
      <i className={`bar bar-${kind}`}>
        <i style={{ width: `${bar.percent ?? 0}%` }} />
      </i>
      <span className="number">{bar.current === null ? '–' : text.number(bar.current)}</span>
    </span>
  )
}
