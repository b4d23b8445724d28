import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import type { Player } from '../live/player'
import { extendTo, isMember, toggleMember } from '../map/group'
import { useOpenWindow, usePage, usePageContext } from '../shell/context'
import { text } from '../text'
import { EmptyRoster } from './EmptyRoster'
import { RosterHead } from './RosterHead'
import { RosterRow } from './RosterRow'
import { useWindow } from './useWindow'

const ROW = 28
const PHONE_ROW = 48

interface RosterGridProps {
  rows: readonly Player[]
  /** How many there are without the filter. */
  total: number
  phone: boolean
}

/** The rows, of which only those in sight are on the page. Arrows move a cursor, Enter follows, with Shift it opens. */
export function RosterGrid({ rows, total, phone }: RosterGridProps) {
  const { page } = usePageContext()
  const { followed, selected, group, choosing } = usePage()
  const openWindow = useOpenWindow()
  const id = useId()
  const body = useRef<HTMLDivElement>(null)
  const height = phone ? PHONE_ROW : ROW
  const { first, last, scrollTo, reveal, pageRows } = useWindow(body, rows.length, height)
  const [cursor, setCursor] = useState<string | null>(null)
  const at = rows.findIndex(row => row.name === (cursor ?? followed))

  useRevealed(followed, rows, reveal)

  const moveTo = (index: number) => {
    const next = rows[Math.min(rows.length - 1, Math.max(0, index))]
    if (!next) return
    setCursor(next.name)
    scrollTo(rows.indexOf(next))
  }
  const toggle = (name: string) => page.follow(name === page.get().followed ? null : name)
  // Rows keep the function that they were drawn with first.
  const latest = useRef(rows)
  latest.current = rows
  const choose = (name: string, { more, range }: { more: boolean; range: boolean }) => {
    const names = latest.current.map(row => row.name)
    if (range) page.followSeveral(extendTo(page.get(), names, name))
    else if (more || page.get().choosing) page.followSeveral(toggleMember(page.get(), name))
    else toggle(name)
  }
  const openSheet = (name: string) => {
    // Two quick taps are two choices.
    if (page.get().choosing) return
    // The first of two clicks may have let it go.
    page.follow(name)
    openWindow({ kind: 'sheet', subject: null })
  }
  const onKey = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget) return
    const steps: Record<string, number> = {
      ArrowDown: at + 1,
      ArrowUp: at < 0 ? 0 : at - 1,
      PageDown: at + pageRows,
      PageUp: at - pageRows,
      Home: 0,
      End: rows.length - 1,
    }
    const to = steps[event.key]
    const current = rows[at]
    if (to !== undefined) moveTo(to)
    else if (event.key === 'Enter' && event.shiftKey && current) openSheet(current.name)
    else if (event.key === 'Enter' && current)
      choose(current.name, { more: event.ctrlKey || event.metaKey, range: false })
    else if (event.key === ' ' && current) page.change({ selected: current.name })
    else return
    event.preventDefault()
  }

  return (
    <div
      className="roster-grid"
      role="grid"
      aria-label={text.roster.title}
      aria-rowcount={rows.length + 1}
      aria-multiselectable={true}
      aria-colcount={phone ? 4 : 5}
      aria-activedescendant={at >= first && at < last ? `${id}-${at}` : undefined}
      tabIndex={0}
      onKeyDown={onKey}
      onBlur={() => setCursor(null)}
    >
      <RosterHead phone={phone} />
      <div className="roster-body" ref={body} role="rowgroup" tabIndex={-1}>
        {rows.length === 0 ? (
          <div role="row">
            <div role="gridcell">
              <EmptyRoster filtered={total > 0} />
            </div>
          </div>
        ) : (
          <div role="presentation" className="roster-rows" style={{ height: rows.length * height }}>
            {rows.slice(first, last).map((player, i) => (
              <RosterRow
                key={player.name}
                id={`${id}-${first + i}`}
                player={player}
                top={(first + i) * height}
                index={first + i}
                followed={player.name === followed || isMember(group, player)}
                selected={player.name === selected}
                active={first + i === at && cursor !== null}
                phone={phone}
                choosing={choosing}
                onClick={choose}
                onOpen={openSheet}
              />
            ))}
          </div>
        )}
      </div>
    </div>
  )
}

/** Brings whoever is newly followed into sight, once; afterwards the list may be scrolled freely. */
function useRevealed(
  followed: string | null,
  rows: readonly Player[],
  reveal: (index: number) => void,
): void {
  const revealed = useRef<string | null>(null)
  useEffect(() => {
    if (followed === revealed.current) return
    const index = rows.findIndex(row => row.name === followed)
    if (followed !== null && index < 0) return
    revealed.current = followed
    if (index >= 0) reveal(index)
  }, [followed, rows, reveal])
}
