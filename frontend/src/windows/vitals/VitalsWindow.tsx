import { memo, type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { useMessagesInTurn } from '../../live/useMessagesInTurn'
import { useResource } from '../../live/useResource'
import { useWindow } from '../../roster/useWindow'
import { useLive, usePage, usePageContext } from '../../shell/context'
import { text } from '../../text'
import { Icon } from '../../ui/Icon'
import { usePhone } from '../../ui/media'
import { Note } from '../Note'
import {
  type Bar,
  isLow,
  newest,
  ORDERS,
  type Order,
  readVitals,
  sortNames,
  type Vital,
  type Vitals,
  withReports,
} from './vital'
import './vitals.css'

const NOBODY: Vitals = new Map()
// Cells keep their places this long: what changes places at every blow cannot be read.
const RESORT = 1000
// Plugins tell vitals all the time: who has been silent for so long is shown only while online.
const SILENT = 30_000
// As vitals.css lays them out: a row with the gap below it, the least width of a cell.
const GAP = 4
const ROW = 52 + GAP
const PHONE_ROW = 60 + GAP
const COLUMN = 112
const PHONE_COLUMN = 160

/** Everybody's health, stamina and mana at a glance. */
export default function VitalsWindow() {
  const { feed, page } = usePageContext()
  const { players } = useLive()
  const { followed } = usePage()
  const stored = useResource('/vitals', readVitals)
  const [heard, setHeard] = useState(NOBODY)
  const [order, setOrder] = useState<Order>('health')
  const [onlyLow, setOnlyLow] = useState(false)
  useMessagesInTurn(['vitals'], messages => {
    setHeard(before => withReports(newest(stored.data ?? NOBODY, before), messages))
  })
  const follow = useCallback((name: string) => page.follow(name), [page])
  const vitals = newest(stored.data ?? NOBODY, heard)
  const now = feed.clock.time()
  const dead = new Set(players.filter(({ state }) => state === 'dead').map(({ name }) => name))
  const online = new Set(players.map(({ name }) => name))
  const present = [...vitals.values()].filter(({ name, at }) => online.has(name) || now - at < SILENT)
  const places = useOrder(
    vitals,
    present.map(({ name }) => name),
    order,
  )
  const shown = places
    .map(name => vitals.get(name))
    .filter(vital => vital !== undefined)
    .filter(vital => !onlyLow || isLow(vital) || dead.has(vital.name))
  return (
    <>
      <div className="vitals-head">
        <label className="vitals-order">
          <span className="label">{text.vitals.order}</span>
          <select value={order} onChange={event => setOrder(event.target.value as Order)}>
            {ORDERS.map(each => (
              <option key={each} value={each}>
                {text.vitals.orders[each]}
              </option>
            ))}
          </select>
        </label>
        <button
          type="button"
          className={onlyLow ? 'button on' : 'button'}
          aria-pressed={onlyLow}
          onClick={() => setOnlyLow(!onlyLow)}
        >
          {text.vitals.onlyLow}
        </button>
        <p className="vitals-sum">{summary(present)}</p>
      </div>
      {present.length === 0 ? (
        <Note of={stored} empty={text.vitals.empty} />
      ) : shown.length === 0 ? (
        <p className="win-note">{text.vitals.nobodyLow}</p>
      ) : (
        <Cells vitals={shown} dead={dead} followed={followed} onFollow={follow} />
      )}
    </>
  )
}

interface CellsProps {
  vitals: readonly Vital[]
  dead: ReadonlySet<string>
  followed: string | null
  onFollow: (name: string) => void
}

/** Of all cells only those in sight are on the page. */
function Cells({ vitals, dead, followed, onFollow }: CellsProps) {
  const list = useRef<HTMLDivElement>(null)
  const phone = usePhone()
  const height = phone ? PHONE_ROW : ROW
  const columns = useColumns(list, phone ? PHONE_COLUMN : COLUMN)
  const rows = Math.ceil(vitals.length / columns)
  const { first, last } = useWindow(list, rows, height)
  const room = { paddingTop: first * height, paddingBottom: (rows - last) * height + GAP * 2 }
  // Within what scrolls: an element is never lower than its own padding.
  return (
    <div ref={list} className="scroll">
      <ul className="vitals" style={room}>
        {vitals.slice(first * columns, last * columns).map((vital, i) => (
          // By place and not by name: who changes places is written anew, and nothing moves about on the page.
          // biome-ignore lint/suspicious/noArrayIndexKey: the places are what stays
          <li key={first * columns + i} aria-posinset={first * columns + i + 1} aria-setsize={vitals.length}>
            <Cell
              vital={vital}
              dead={dead.has(vital.name)}
              followed={vital.name === followed}
              onFollow={onFollow}
            />
          </li>
        ))}
      </ul>
    </div>
  )
}

/** How many columns of at least this width stand beside each other, as the style sheet lays them out. */
function useColumns(list: RefObject<HTMLElement | null>, least: number): number {
  const [columns, setColumns] = useState(1)
  useLayoutEffect(() => {
    const element = list.current
    if (!element) return
    const measure = () => {
      const width = element.clientWidth - GAP * 4
      setColumns(Math.max(1, Math.floor((width + GAP) / (least + GAP))))
    }
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    measure()
    return () => observer.disconnect()
  }, [list, least])
  return columns
}

/** Names in their order of a moment ago; who comes and goes does so at once. */
function useOrder(vitals: Vitals, names: string[], order: Order): string[] {
  const key = [...names].sort().join('\n')
  const [, resort] = useState(0)
  const [held, hold] = useState({ key: '', order, names, at: 0 })
  useEffect(() => {
    const timer = setInterval(() => document.visibilityState === 'visible' && resort(n => n + 1), RESORT)
    return () => clearInterval(timer)
  }, [])
  const now = performance.now()
  if (held.key === key && held.order === order && now - held.at < RESORT) return held.names
  const sorted = sortNames(vitals, names, order)
  hold({ key, order, names: sorted, at: now })
  return sorted
}

function summary(vitals: readonly Vital[]): string {
  const low = vitals.filter(isLow).length
  const vitae = vitals.filter(each => (each.vitae ?? 0) > 0)
  const worst = Math.max(0, ...vitae.map(each => each.vitae ?? 0))
  return text.vitals.summary(vitals.length, low, vitae.length, worst)
}

interface CellProps {
  vital: Vital
  dead: boolean
  followed: boolean
  onFollow: (name: string) => void
}

const Cell = memo(function Cell({ vital, dead, followed, onFollow }: CellProps) {
  const { name, health, stamina, mana, vitae } = vital
  const low = !dead && isLow(vital)
  const classes = ['vital', dead && 'dead', low && 'low', followed && 'on'].filter(Boolean).join(' ')
  return (
    <button
      type="button"
      className={classes}
      title={text.vitals.about(vital, dead)}
      onClick={() => onFollow(name)}
    >
      <bdi className="vital-name cut">{name}</bdi>
      {vitae !== null && vitae > 0 && <span className="vital-vitae warn">{text.vitals.vitae(vitae)}</span>}
      <span className="vital-bars">
        <Line kind="health" bar={dead ? NONE : health} />
        <Line kind="stamina" bar={dead ? NONE : stamina} />
        <Line kind="mana" bar={dead ? NONE : mana} />
      </span>
      <span className="vital-figure number">
        {dead ? (
          <>
            <Icon name="s-dead" size={12} />
            <span className="unseen">{text.states.dead}</span>
          </>
        ) : health.percent === null ? (
          '–'
        ) : (
          Math.round(health.percent)
        )}
      </span>
    </button>
  )
})

const NONE: Bar = { percent: 0, current: null, most: null }

/** One bar; what it says stands in the title of its cell. */
export function Line({ kind, bar }: { kind: 'health' | 'stamina' | 'mana'; bar: Bar }) {
  return (
    <i className={`bar bar-${kind}`}>
      <i style={{ width: `${bar.percent ?? 0}%` }} />
    </i>
  )
}
