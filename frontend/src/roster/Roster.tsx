import { type RefObject, useMemo } from 'react'
import { membersOf } from '../map/group'
import { useLive, usePage, usePageContext } from '../shell/context'
import { text } from '../text'
import { Icon } from '../ui/Icon'
import { RosterChips } from './RosterChips'
import { RosterFoot } from './RosterFoot'
import { RosterGrid } from './RosterGrid'
import { selectRows } from './rows'
import './roster.css'

interface RosterProps {
  filterField: RefObject<HTMLInputElement | null>
  phone?: boolean
}

/** Everybody, as a list to sort, filter and follow from. */
export function Roster({ filterField, phone = false }: RosterProps) {
  const { players } = useLive()
  const { text: wanted, tags, sort } = usePage()
  const rows = useMemo(() => selectRows(players, { text: wanted, tags }, sort), [players, wanted, tags, sort])
  const Root = phone ? 'div' : 'aside'
  return (
    <Root
      className={phone ? 'roster phone-roster' : 'roster'}
      aria-label={phone ? undefined : text.roster.title}
    >
      <div className="roster-head">
        <div className="roster-find">
          <FilterField fieldRef={filterField} />
          {phone ? <ChooseButton /> : <CollapseButton />}
        </div>
        <RosterChips players={players} phone={phone} />
      </div>
      <RosterGrid rows={rows} total={players.length} phone={phone} />
      {!phone && <RosterFoot rows={rows} total={players.length} />}
    </Root>
  )
}

function FilterField({ fieldRef }: { fieldRef: RefObject<HTMLInputElement | null> }) {
  const { page } = usePageContext()
  const { text: wanted } = usePage()
  const clear = () => {
    page.change({ text: '' })
    fieldRef.current?.focus()
  }
  return (
    <div className="field">
      <Icon name="filter" size={14} />
      <input
        ref={fieldRef}
        value={wanted}
        placeholder={text.roster.filter}
        aria-label={text.roster.filter}
        aria-keyshortcuts="/"
        enterKeyHint="search"
        autoComplete="off"
        spellCheck={false}
        maxLength={100}
        onChange={event => page.change({ text: event.target.value })}
        onKeyDown={event => {
          if (event.key === 'Escape') {
            if (wanted) page.change({ text: '' })
            else event.currentTarget.blur()
          } else if (event.key === 'ArrowDown' || event.key === 'Enter') {
            event.preventDefault()
            event.currentTarget.closest('.roster')?.querySelector<HTMLElement>('[role=grid]')?.focus()
          }
        }}
      />
      {wanted ? (
        <button type="button" className="icon-button small" aria-label={text.roster.clear} onClick={clear}>
          <Icon name="close" size={12} />
        </button>
      ) : (
        <kbd>/</kbd>
      )}
    </div>
  )
}

/** Where there is neither Ctrl nor Shift: each tap on a row adds it to those who are followed, or takes it away. */
function ChooseButton() {
  const { page } = usePageContext()
  const { choosing, group, followed } = usePage()
  const { players } = useLive()
  const chosen = membersOf(group, players).length || (followed === null ? 0 : 1)
  return (
    <button
      type="button"
      className={choosing ? 'chip choose on' : 'chip choose'}
      aria-pressed={choosing}
      title={text.roster.chooseLong}
      onClick={() => page.change({ choosing: !choosing })}
    >
      <Icon name={choosing ? 'check' : 'follow'} size={14} />
      {choosing ? text.roster.chosen(chosen) : text.roster.choose}
    </button>
  )
}

function CollapseButton() {
  const { page } = usePageContext()
  return (
    <button
      type="button"
      className="icon-button"
      aria-label={text.roster.collapse}
      title={text.roster.collapse}
      aria-expanded={true}
      onClick={() => page.change({ rosterOpen: false })}
    >
      <Icon name="dock" />
    </button>
  )
}
