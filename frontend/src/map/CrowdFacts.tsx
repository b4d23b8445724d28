import { type Player, type PlayerState, STATES } from '../live/player'
import { useLive, usePageContext } from '../shell/context'
import { text } from '../text'
import { StateMark } from '../ui/StateMark'
import { describePlace } from './usePlace'

// More names than this no card can hold; the rest are counted.
const MOST = 14

/** Who stands together: the dead first, then by what they do and how well they hunt. */
export function CrowdFacts({ names, past }: { names: readonly string[]; past: boolean }) {
  const now = useMembers(names)
  const { replay } = usePageContext()
  const members = (past ? names.flatMap(name => thenOf(name, replay.placeOf(name)) ?? []) : now).sort(byState)
  const first = members[0]
  const shown = members.slice(0, members.length > MOST ? MOST - 1 : MOST)
  const total = members.reduce((sum, { killsPerHour }) => sum + (killsPerHour ?? 0), 0)
  return (
    <>
      <div className="hover-head">
        <b>{text.map.together(names.length)}</b>
        {total > 0 && <span className="hover-state ink-3">{text.roster.perHour(total)}</span>}
      </div>
      {first && <p className="ink-2">{describePlace(first.ns, first.ew)}</p>}
      <ul className="crowd">
        {shown.map(player => (
          <li key={player.name}>
            <StateMark state={player.state} />
            <bdi className="cut">{player.name}</bdi>
            {player.killsPerHour ? <span className="ink-3">{text.number(player.killsPerHour)}</span> : null}
          </li>
        ))}
      </ul>
      {members.length > shown.length && (
        <p className="ink-3">{text.map.andMore(members.length - shown.length)}</p>
      )}
    </>
  )
}

type Member = Pick<Player, 'name' | 'state' | 'ew' | 'ns' | 'killsPerHour'>

function useMembers(names: readonly string[]): Member[] {
  const { players } = useLive()
  const wanted = new Set(names)
  return players.filter(({ name }) => wanted.has(name))
}

/** What is known of somebody at a time of the past. */
function thenOf(name: string, place: { ew: number; ns: number; state: PlayerState } | null): Member | null {
  return place && { name, state: place.state, ew: place.ew, ns: place.ns, killsPerHour: null }
}

function byState(a: Member, b: Member): number {
  const order = (player: Member) => (player.state === 'dead' ? -1 : STATES.indexOf(player.state))
  return order(a) - order(b) || (b.killsPerHour ?? 0) - (a.killsPerHour ?? 0) || (a.name < b.name ? -1 : 1)
}
