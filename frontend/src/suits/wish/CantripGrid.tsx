import { type KeyboardEvent, useRef, useState } from 'react'
import { text } from '../../text'
import { Icon } from '../../ui/Icon'
import type { CantripLine, MissingCantrip } from '../answer'
import { useBuilder } from '../context'
import { FieldNote } from '../FieldNote'
import { type Cell, COLUMNS, gridOf, moveIn } from '../grid'
import type { Hunt } from '../hunt'
import { BOUNDS, changeWanted, setTier, TIERS, type Tier, type Wanted, wantedOf } from '../wish'
import { LineMenu } from './LineMenu'

/** Lines of cantrips by tier: a click sets the least tier of a line, and takes it out again. */
export function CantripGrid() {
  const { wish, offers, change, hunt } = useBuilder()
  const [all, setAll] = useState(false)
  const [at, setAt] = useState<Cell>({ row: 0, column: COLUMNS.length })
  const grid = useRef<HTMLDivElement>(null)
  const t = text.suits.grid
  const groups = gridOf(withUnknown(offers.lines, wish.cantrips), wish, all)
  const lines = groups.flatMap(each => each.lines)
  const shown = new Set(lines.map(line => line.name))
  const more = offers.lines.filter(line => !shown.has(line.name)).length
  const missing = new Map(hunt?.explanation?.missing.map(each => [each.name, each]))
  const conflict = conflicting(hunt)
  const row = Math.min(at.row, lines.length - 1)

  const focus = (cell: Cell) => {
    setAt(cell)
    grid.current?.querySelector<HTMLElement>(`[data-cell="${cell.row},${cell.column}"]`)?.focus()
  }
  const onKey = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const line = lines[row]
    const next = moveIn(event.key, { row, column: at.column }, lines.length, COLUMNS.length + 1)
    if (next) focus(next)
    else if (!line || !onLine(event.key, line)) return
    event.preventDefault()
  }
  /** What a key does to the line that it is pressed on. */
  const onLine = (key: string, line: CantripLine): boolean => {
    const wanted = wantedOf(wish, line.name)
    const tier = COLUMNS[at.column - 1]
    if ((key === ' ' || key === 'Enter') && tier) {
      if (line.tiers.includes(tier)) change(before => setTier(before, line.name, tier))
      return true
    }
    if (!wanted) return false
    const [least, most] = BOUNDS.weight
    const edit = (part: Partial<Wanted>) => change(before => changeWanted(before, line.name, part))
    if (key === 'r' || key === 'R') edit({ required: !wanted.required })
    else if (key === '+') edit({ weight: Math.min(most, wanted.weight + 1) })
    else if (key === '-') edit({ weight: Math.max(least, wanted.weight - 1) })
    else if (key === 'Delete' || key === 'Backspace') change(before => setTier(before, line.name, null))
    else return false
    return true
  }

  let index = -1
  return (
    <div className="sb-wish-part sb-grid-part">
      <div ref={grid} className="sb-grid" role="grid" aria-label={t.label} title={t.keys} onKeyDown={onKey}>
        <div className="sb-grid-row sb-grid-head" role="row">
          <span role="columnheader" className="label">
            {t.head(wish.cantrips.length)}
          </span>
          {COLUMNS.map(tier => (
            <span key={tier} role="columnheader" className="label">
              <button
                type="button"
                tabIndex={-1}
                title={t.allAt(tier)}
                onClick={() => change(before => allAt(before, tier, offers.lines))}
              >
                <span aria-hidden="true">{text.suits.columns[tier]}</span>
                <span className="unseen">{text.suits.tiers[tier]}</span>
              </button>
            </span>
          ))}
        </div>
        {groups.map(({ group, lines: own }) => (
          <div key={group} role="rowgroup" aria-label={t.groups[group]}>
            {group !== 'attributes' && <p className="label sb-grid-group">{t.groups[group]}</p>}
            {own.map(line => {
              index++
              return (
                <Line
                  key={line.name}
                  line={line}
                  wanted={wantedOf(wish, line.name)}
                  missing={missing.get(line.name) ?? null}
                  conflict={conflict.has(line.name)}
                  row={index}
                  focused={index === row ? at.column : null}
                  onFocus={column => setAt({ row: lines.indexOf(line), column })}
                  onSet={tier => change(before => setTier(before, line.name, tier))}
                />
              )
            })}
          </div>
        ))}
      </div>
      <FieldNote of={['cantrips']} />
      {(more > 0 || all) && (
        <button type="button" className="sb-fold" aria-expanded={all} onClick={() => setAll(!all)}>
          <Icon name={all ? 'up' : 'down'} size={12} />
          {all ? t.fewer : t.all(more)}
        </button>
      )}
    </div>
  )
}

interface LineProps {
  line: CantripLine
  wanted: Wanted | undefined
  missing: MissingCantrip | null
  /** There is no suit, and this is one of the reasons. */
  conflict: boolean
  row: number
  /** The column that the keyboard is at, where it is at this line. */
  focused: number | null
  onFocus: (column: number) => void
  onSet: (tier: Tier) => void
}

function Line({ line, wanted, missing, conflict, row, focused, onFocus, onSet }: LineProps) {
  const t = text.suits.grid
  const least = wanted ? TIERS.indexOf(wanted.tier) : -1
  const lost = (missing !== null || conflict) && wanted !== undefined
  return (
    <div className="sb-grid-row" role="row">
      <span
        role="rowheader"
        className={lost ? 'sb-grid-name bad' : wanted ? 'sb-grid-name' : 'sb-grid-name ink-3'}
      >
        <LineMenu
          line={line}
          wanted={wanted}
          missing={missing}
          conflict={conflict}
          data-cell={`${row},0`}
          tabIndex={focused === 0 ? 0 : -1}
          onFocus={() => onFocus(0)}
        />
      </span>
      {COLUMNS.map((tier, index) => {
        const level = TIERS.indexOf(tier)
        const there = line.tiers.includes(tier)
        const state = !there
          ? 'absent'
          : least < 0
            ? 'none'
            : level === least
              ? 'least'
              : level > least
                ? 'above'
                : 'below'
        return (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the grid hears the keys of its cells
          <span
            key={tier}
            role="gridcell"
            className={`sb-grid-cell sb-${state} sb-tier-${tier}`}
            data-cell={`${row},${index + 1}`}
            aria-selected={state === 'least'}
            aria-disabled={!there}
            aria-label={t.cell(line.name, tier, state)}
            tabIndex={focused === index + 1 ? 0 : -1}
            onFocus={() => onFocus(index + 1)}
            onClick={() => there && onSet(tier)}
          >
            {state === 'least' && <Icon name="check" size={12} />}
          </span>
        )
      })}
    </div>
  )
}

/** The lines that no suit can have together with what else is demanded. */
function conflicting(hunt: Hunt | null): Set<string> {
  const names = hunt?.explanation?.conflict.map(({ field }) => {
    const [member, at] = field.split('.')
    return member === 'cantrips' ? hunt.wish.cantrips[Number(at)]?.name : undefined
  })
  return new Set(names?.filter(name => name !== undefined))
}

/** A wish may name what this server does not know; it must be seen, to be taken out. */
function withUnknown(lines: readonly CantripLine[], wanted: readonly Wanted[]): CantripLine[] {
  const known = new Set(lines.map(line => line.name))
  const unknown = wanted.filter(each => !known.has(each.name))
  return [
    ...lines,
    ...unknown.map(({ name, tier }) => ({ name, family: 0, school: '', tiers: [tier], loot: false })),
  ]
}

/** Every wanted line at this tier at least, where there is one. */
function allAt(wish: Parameters<typeof setTier>[0], tier: Tier, lines: readonly CantripLine[]) {
  return {
    ...wish,
    cantrips: wish.cantrips.map(each =>
      lines.find(line => line.name === each.name)?.tiers.includes(tier) ? { ...each, tier } : each,
    ),
  }
}
