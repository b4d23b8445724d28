import type { ReactNode } from 'react'
import type { Player } from '../live/player'
import { usePastPlace } from '../replay/PastCard'
import { useReplay } from '../replay/useTimeline'
import { useLive, useOpenWindow, usePage, usePageContext } from '../shell/context'
import { text } from '../text'
import { Icon } from '../ui/Icon'
import { StateMark } from '../ui/StateMark'
import { type Group, isEmpty, membersOf, NOBODY } from './group'
import { usePlace } from './usePlace'
import { onSurface } from './view'

/** Whom the map follows, or who was pointed out, in the map's corner. */
export function ChosenCard() {
  const { players } = useLive()
  const { followed, selected, group } = usePage()
  const past = useReplay().time !== null
  if (!isEmpty(group)) return <ChosenGroup group={group} />
  const name = followed ?? selected
  if (name !== null && past) return <ChosenThen name={name} followed={followed !== null} />
  const player = players.find(each => each.name === name)
  return player ? <Chosen player={player} followed={followed !== null} /> : null
}

function Chosen({ player, followed }: { player: Player; followed: boolean }) {
  const place = usePlace(player)
  const open = useOpenWindow()
  const below = player.ew !== null && !onSurface(player.ew, player.ns)
  return (
    <Corner name={player.name} followed={followed} mark={<StateMark state={player.state} />}>
      <p className="chosen-facts">
        {place}
        {player.killsPerHour !== null && `, ${text.roster.perHour(player.killsPerHour)}`}
      </p>
      {below && followed && <p className="chosen-facts warn">{text.map.notOnMap(player.name)}</p>}
      {below && (
        <button
          type="button"
          className="button chosen-dungeon"
          onClick={() => open({ kind: 'dungeon', subject: null })}
        >
          {text.dungeon.open}
        </button>
      )}
    </Corner>
  )
}

/** Several whom the map keeps in view. */
function ChosenGroup({ group }: { group: Group }) {
  const { players } = useLive()
  const members = membersOf(group, players)
  const perHour = members.reduce((sum, { killsPerHour }) => sum + (killsPerHour ?? 0), 0)
  const away = members.filter(({ ew, ns }) => ew !== null && !onSurface(ew, ns)).length
  const name = group.tags.length > 0 && group.names.length === 0 ? group.tags.join(', ') : null
  return (
    <Corner name={name ?? text.map.together(members.length)} followed mark={null}>
      <p className="chosen-facts">
        {name && `${text.map.together(members.length)}, `}
        {text.roster.perHour(perHour)}
      </p>
      {away > 0 && <p className="chosen-facts warn">{text.map.someOffMap(away)}</p>}
    </Corner>
  )
}

/** The same for a time of the past, in which the place is all that is known. */
function ChosenThen({ name, followed }: { name: string; followed: boolean }) {
  const place = usePastPlace(name)
  return (
    <Corner name={name} followed={followed} mark={null}>
      <p className="chosen-facts">{place}</p>
    </Corner>
  )
}

interface CornerProps {
  name: string
  followed: boolean
  /** Stands before the name of one who is not followed. */
  mark: ReactNode
  children: ReactNode
}

function Corner({ name, followed, mark, children }: CornerProps) {
  const { page } = usePageContext()
  const openWindow = useOpenWindow()
  const letGo = () => page.change({ followed: null, group: NOBODY, selected: null })
  return (
    <section className="card chosen" data-covers-map aria-label={followed ? text.map.following(name) : name}>
      <div className="chosen-head">
        {followed ? (
          <span className="accent">
            <Icon name="follow" size={14} />
          </span>
        ) : (
          mark
        )}
        <button
          type="button"
          className="chosen-name"
          aria-label={text.map.openSheet(name)}
          title={text.sheet.title}
          onClick={() => openWindow({ kind: 'sheet', subject: null })}
        >
          <bdi>{name}</bdi>
        </button>
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
      {children}
    </section>
  )
}
