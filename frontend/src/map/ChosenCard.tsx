import type { Player } from '../live/player'
import { useLive, usePage, usePageContext } from '../shell/context'
import { text } from '../text'
import { Icon } from '../ui/Icon'
import { StateMark } from '../ui/StateMark'
import { usePlace } from './usePlace'
import { onSurface } from './view'

/** Whom the map follows, or who was pointed out, in the map's corner. */
export function ChosenCard() {
  const { players } = useLive()
  const { followed, selected } = usePage()
  const player = players.find(each => each.name === (followed ?? selected))
  return player ? <Chosen player={player} followed={followed !== null} /> : null
}

function Chosen({ player, followed }: { player: Player; followed: boolean }) {
  const { page } = usePageContext()
  const place = usePlace(player)
  const off = followed && player.ew !== null && !onSurface(player.ew, player.ns)
  const letGo = () => page.change({ followed: null, selected: null })
  return (
    <section
      className="card chosen"
      data-covers-map
      aria-label={followed ? text.map.following(player.name) : player.name}
    >
      <div className="chosen-head">
        {followed ? (
          <span className="accent">
            <Icon name="follow" size={14} />
          </span>
        ) : (
          <StateMark state={player.state} />
        )}
        <span className="chosen-name">{player.name}</span>
        <button
          type="button"
          className="icon-button small"
          aria-label={text.map.release}
          title={`${text.map.release} (Esc)`}
          onClick={letGo}
        >
          <Icon name="close" size={14} />
        </button>
      </div>
      <p className="chosen-facts">
        {place}
        {player.killsPerHour !== null && `, ${text.roster.perHour(player.killsPerHour)}`}
      </p>
      {off && <p className="chosen-facts warn">{text.map.notOnMap(player.name)}</p>}
    </section>
  )
}
