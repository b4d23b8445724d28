import type { RefObject } from 'react'
import type { Player } from '../live/player'
import { PastCard } from '../replay/PastCard'
import { useReplay } from '../replay/useTimeline'
import { useLive } from '../shell/context'
import { text } from '../text'
import { StateMark } from '../ui/StateMark'
import { CrowdFacts } from './CrowdFacts'
import { MarkFacts } from './MarkFacts'
import type { Pointed } from './pointed'
import { TownFacts } from './TownFacts'
import { usePlace } from './usePlace'

/** What is known of what is under the pointer. The map moves it; here is only what it says. */
export function HoverCard({
  cardRef,
  pointed,
}: {
  cardRef: RefObject<HTMLDivElement | null>
  pointed: Pointed | null
}) {
  const { players } = useLive()
  const past = useReplay().time !== null
  const name = pointed?.kind === 'player' ? pointed.name : null
  const player = name === null ? undefined : players.find(each => each.name === name)
  const mark = pointed?.kind === 'mark' ? pointed.mark : null
  const crowd = pointed?.kind === 'crowd' ? pointed.names : null
  const town = pointed?.kind === 'town' ? pointed.place : null
  const said =
    (past ? name !== null : player !== undefined) || mark !== null || crowd !== null || town !== null
  return (
    <div
      ref={cardRef}
      className={name === null ? 'card hover-card' : 'card hover-card of-player'}
      role="tooltip"
      hidden={!said}
    >
      {past ? name !== null && <PastCard name={name} /> : player && <Facts player={player} />}
      {mark && <MarkFacts mark={mark} />}
      {town && <TownFacts place={town} past={past} />}
      {crowd && <CrowdFacts names={crowd} past={past} />}
    </div>
  )
}

function Facts({ player }: { player: Player }) {
  const place = usePlace(player)
  return (
    <>
      <div className="hover-head">
        <b>{player.name}</b>
        <span className={`hover-state state-${player.state}`}>
          <StateMark state={player.state} />
          <span aria-hidden="true">{text.states[player.state]}</span>
        </span>
      </div>
      <p className="ink-2">{place}</p>
      <dl>
        <Fact term={text.roster.killsPerHourLong} value={player.killsPerHour} />
        <Fact term={text.roster.killsLong} value={player.kills} />
        <Fact term={text.roster.raresLong} value={player.sessionRares} rare />
        <Fact term={text.map.deaths} value={player.deaths} />
        {player.tag && <Line term={text.map.tag}>{player.tag}</Line>}
        {player.onlineTime && <Line term={text.map.onlineFor}>{text.duration(player.onlineTime)}</Line>}
      </dl>
      {!player.pluginConnected && <p className="warn hover-note">{text.map.disconnected}</p>}
    </>
  )
}

function Fact({ term, value, rare = false }: { term: string; value: number | null; rare?: boolean }) {
  if (value === null) return null
  return (
    <>
      <dt>{term}</dt>
      <dd className={rare && value > 0 ? 'rare' : undefined}>{text.number(value)}</dd>
    </>
  )
}

function Line({ term, children }: { term: string; children: string }) {
  return (
    <>
      <dt>{term}</dt>
      <dd className="cut">{children}</dd>
    </>
  )
}
