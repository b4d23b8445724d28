import { type RefObject, useMemo } from 'react'
import { flushSync } from 'react-dom'
import { STATES } from '../live/player'
import { useLive, usePageContext } from '../shell/context'
import { text } from '../text'
import { Icon } from '../ui/Icon'
import { StateMark } from '../ui/StateMark'
import './roster.css'

/** The collapsed roster: how many are in which state. */
export function RosterRail({ filterField }: { filterField: RefObject<HTMLInputElement | null> }) {
  const { page } = usePageContext()
  const { players } = useLive()
  const counts = useMemo(
    () => STATES.map(state => ({ state, count: players.filter(player => player.state === state).length })),
    [players],
  )
  const open = () => page.change({ rosterOpen: true })
  const openFilter = () => {
    flushSync(open)
    filterField.current?.focus()
  }
  return (
    <aside className="rail" aria-label={text.roster.title}>
      <RailButton icon="expand" label={text.roster.expand} onClick={open} />
      <RailButton icon="filter" label={text.roster.filter} onClick={openFilter} />
      <ul aria-label={text.roster.states}>
        {counts
          .filter(({ count }) => count > 0)
          .map(({ state, count }) => (
            <li key={state}>
              <StateMark state={state} />
              {text.number(count)}
            </li>
          ))}
      </ul>
    </aside>
  )
}

function RailButton({
  icon,
  label,
  onClick,
}: {
  icon: 'expand' | 'filter'
  label: string
  onClick: () => void
}) {
  return (
    <button type="button" className="icon-button" aria-label={label} title={label} onClick={onClick}>
      <Icon name={icon} />
    </button>
  )
}
