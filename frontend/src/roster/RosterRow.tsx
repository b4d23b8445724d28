import { memo } from 'react'
import type { Player } from '../live/player'
import { formatPlace } from '../map/coordinates'
import { nearestPlace } from '../map/places'
import { onSurface } from '../map/view'
import { useLive, usePageContext } from '../shell/context'
import { text } from '../text'
import { Icon } from '../ui/Icon'
import { StateMark } from '../ui/StateMark'
import { Figure } from './Figure'

interface RosterRowProps {
  id: string
  player: Player
  top: number
  index: number
  followed: boolean
  selected: boolean
  /** Whether the keyboard's cursor is here. */
  active: boolean
  phone: boolean
  /** Whether it is one of those that are being chosen. */
  choosing: boolean
  onClick: (name: string, how: { more: boolean; range: boolean }) => void
  /** On a double click. */
  onOpen: (name: string) => void
}

export const RosterRow = memo(
  function RosterRow({
    id,
    player,
    top,
    index,
    followed,
    selected,
    active,
    phone,
    choosing,
    onClick,
    onOpen,
  }: RosterRowProps) {
    const classes = [
      'roster-columns',
      'roster-row',
      followed && 'on',
      selected && 'selected',
      active && 'active',
    ]
    return (
      // biome-ignore lint/a11y/useKeyWithClickEvents: the grid takes the keys for its rows
      <div
        id={id}
        role="row"
        aria-rowindex={index + 2}
        aria-selected={followed}
        tabIndex={-1}
        className={classes.filter(Boolean).join(' ')}
        style={{ top }}
        // The second click of two is not one of its own.
        onClick={event => {
          const how = { more: event.ctrlKey || event.metaKey, range: event.shiftKey }
          if (choosing || event.detail < 2) onClick(player.name, how)
        }}
        // A range of rows is no text to be marked.
        onMouseDown={event => event.shiftKey && event.preventDefault()}
        onDoubleClick={() => onOpen(player.name)}
      >
        <span role="gridcell" className="roster-state">
          {choosing ? (
            <span className={followed ? 'roster-check on' : 'roster-check'}>
              {followed && <Icon name="check" size={12} />}
            </span>
          ) : (
            <StateMark state={player.state} size={phone ? 14 : 12} />
          )}
        </span>
        {phone ? <PhoneName player={player} /> : <Name player={player} />}
        <Figure value={player.killsPerHour} />
        {!phone && <Figure value={player.kills} />}
        <span role="gridcell" className="number rare">
          {player.sessionRares ? text.short(player.sessionRares) : ''}
        </span>
      </div>
    )
  },
  // A new answer brings new objects; a row whose figures are the same is left alone.
  (before, now) => {
    for (const key of Object.keys(now) as (keyof RosterRowProps)[]) {
      if (key !== 'player' && key !== 'onClick' && key !== 'onOpen' && before[key] !== now[key]) return false
    }
    return sameFigures(before.player, now.player)
  },
)

const SHOWN: (keyof Player)[] = ['name', 'tag', 'state', 'ew', 'ns', 'kills', 'killsPerHour', 'sessionRares']

function sameFigures(a: Player, b: Player): boolean {
  return SHOWN.every(key => a[key] === b[key])
}

/** The tag is shown only where it fits whole: else it wraps out of sight. */
function Name({ player }: { player: Player }) {
  return (
    <span
      role="gridcell"
      className="roster-name"
      title={player.tag ? `${player.name}, ${player.tag}` : player.name}
    >
      <span className="cut">{player.name}</span>
      {player.tag && <span className="roster-tag">{player.tag}</span>}
    </span>
  )
}

function PhoneName({ player }: { player: Player }) {
  return (
    <span role="gridcell" className="roster-name">
      <span className="cut">{player.name}</span>
      <span className="roster-where cut">
        {player.state === 'dead' && <Died name={player.name} />}
        {where(player)}
        {player.kills !== null && `, ${text.roster.killCount(player.kills)}`}
      </span>
    </span>
  )
}

function where({ ew, ns }: Player): string {
  if (ew === null || ns === null) return text.map.unknownPlace
  if (!onSurface(ew, ns)) return text.map.offMap
  return nearestPlace(ns, ew)?.name ?? formatPlace(ns, ew)
}

function Died({ name }: { name: string }) {
  const { clock } = usePageContext().feed
  const at = useLive().deaths.get(name)
  if (at === undefined) return null
  return <span className="bad">{text.roster.died((clock.time() - at) / 1000)}, </span>
}
