import type { Player } from '../live/player'
import { STATES } from '../live/player'
import { useLive } from '../shell/context'
import { text } from '../text'
import { StateMark } from '../ui/StateMark'
import { describePlace } from './usePlace'

// More names than this no card can hold; the rest are counted.
const MOST = 14

/** Who stands together: the dead first, then by what they do and how well they hunt. */
export function CrowdFacts({ names }: { names: readonly string[] }) {
  const { players } = useLive()
  const wanted = new Set(names)
  const members = players.filter(({ name }) => wanted.has(name)).sort(byState)
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

function byState(a: Player, b: Player): number {
  const order = (player: Player) => (player.state === 'dead' ? -1 : STATES.indexOf(player.state))
  return order(a) - order(b) || (b.killsPerHour ?? 0) - (a.killsPerHour ?? 0) || (a.name < b.name ? -1 : 1)
}
