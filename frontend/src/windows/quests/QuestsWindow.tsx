import { memo, useMemo, useRef, useState } from 'react'
import { useMessagesInTurn } from '../../live/useMessagesInTurn'
import { useResource } from '../../live/useResource'
import { useWindow } from '../../roster/useWindow'
import { usePage, usePageContext } from '../../shell/context'
import { text } from '../../text'
import { Icon } from '../../ui/Icon'
import { usePhone } from '../../ui/media'
import { SearchField } from '../../ui/SearchField'
import { useNow } from '../../ui/useNow'
import { Note } from '../Note'
import {
  type Matrix,
  matrixOf,
  type Quests,
  readQuests,
  standing,
  type Timer,
  type Timers,
  withReports,
} from './quest'
import './quests.css'

const NONE: Quests = new Map()
const NO_TIMERS: Timers = new Map()
// Times are told to the minute.
const TICK = 15_000
// As quests.css draws them.
const ROW = 28
const PHONE_ROW = 44

/** Which quest is ready for whom, and how long the others take. */
export default function QuestsWindow() {
  const { feed } = usePageContext()
  const answer = useResource('/quest-status', readQuests)
  const { change } = answer
  const [wanted, setWanted] = useState('')
  useMessagesInTurn(['quest'], messages => {
    change(quests => withReports(quests, messages))
  })
  useNow(TICK, true)
  const quests = answer.data ?? NONE
  const now = Math.floor(feed.clock.time() / TICK) * TICK
  const matrix = useMemo(() => matrixOf(quests, wanted, now), [quests, wanted, now])
  const ready = matrix.characters.reduce((sum, each) => sum + each.ready, 0)
  if (quests.size === 0) return <Note of={answer} empty={text.quests.empty} />
  return (
    <>
      <div className="quests-head">
        <SearchField label={text.quests.search} value={wanted} onChange={setWanted} />
        <p role="status">{text.quests.summary(ready, matrix.quests.length, matrix.characters.length)}</p>
      </div>
      {matrix.quests.length === 0 ? (
        <p className="win-note">{text.quests.nothing}</p>
      ) : (
        <Table matrix={matrix} quests={quests} now={now} />
      )}
    </>
  )
}

interface TableProps {
  matrix: Matrix
  quests: Quests
  now: number
}

/** Of its rows only those in sight are on the page: each has a head that stays, which is dear to draw. */
function Table({ matrix, quests, now }: TableProps) {
  const { followed } = usePage()
  const body = useRef<HTMLDivElement>(null)
  const height = usePhone() ? PHONE_ROW : ROW
  const { characters } = matrix
  const { first, last } = useWindow(body, characters.length, height)
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached with the keyboard
    <div ref={body} className="scroll quests" tabIndex={0} role="region" aria-label={text.quests.title}>
      <table aria-rowcount={characters.length + 1}>
        <thead>
          <tr aria-rowindex={1}>
            <th scope="col">{text.quests.character}</th>
            {matrix.quests.map(({ name, ready, known }) => (
              <th key={name} scope="col" title={name}>
                <bdi>{name}</bdi>
                <span className="ink-3">{text.quests.readyOf(ready, known)}</span>
              </th>
            ))}
          </tr>
        </thead>
        {first > 0 && <Unseen height={first * height} />}
        <tbody>
          {characters.slice(first, last).map(({ name, ready, known }, i) => (
            <Row
              key={name}
              index={first + i + 2}
              name={name}
              ready={ready}
              known={known}
              columns={matrix.quests}
              timers={quests.get(name) ?? NO_TIMERS}
              now={now}
              followed={name === followed}
            />
          ))}
        </tbody>
        {last < characters.length && <Unseen height={(characters.length - last) * height} />}
      </table>
    </div>
  )
}

/** Room of the rows that are not in sight. */
function Unseen({ height }: { height: number }) {
  return (
    <tbody aria-hidden={true} className="quests-unseen">
      <tr style={{ height }} />
    </tbody>
  )
}

interface RowProps {
  /** Which row of the whole table it is, from 1 on. */
  index: number
  name: string
  ready: number
  known: number
  columns: readonly { name: string }[]
  timers: Timers
  now: number
  followed: boolean
}

const Row = memo(function Row({ index, name, ready, known, columns, timers, now, followed }: RowProps) {
  const { page } = usePageContext()
  return (
    <tr aria-rowindex={index} className={followed ? 'on' : undefined}>
      <th scope="row">
        <button type="button" title={name} onClick={() => page.follow(name)}>
          <bdi className="cut">{name}</bdi>
          <span className="ink-3">{text.quests.readyOf(ready, known)}</span>
        </button>
      </th>
      {columns.map(quest => (
        <Cell key={quest.name} timer={timers.get(quest.name)} now={now} />
      ))}
    </tr>
  )
})

function Cell({ timer, now }: { timer: Timer | undefined; now: number }) {
  if (!timer) return <td className="ink-3">–</td>
  const { told, readyAt } = timer
  const state = standing(timer, now)
  if (state.kind === 'ready') {
    return (
      <td className="good" title={text.quests.told(told)}>
        <Icon name="check" size={12} />
        {text.quests.ready}
      </td>
    )
  }
  if (state.kind === 'left') {
    return (
      <td className="number" title={text.quests.readyAt(readyAt!)}>
        {text.quests.left(state.milliseconds)}
      </td>
    )
  }
  return (
    <td title={text.quests.told(told)}>
      <bdi className="cut">{state.text ?? '–'}</bdi>
    </td>
  )
}
