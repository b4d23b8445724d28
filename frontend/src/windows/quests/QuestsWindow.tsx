import { memo, useMemo, useState } from 'react'
import { useMessagesByFrame } from '../../live/useMessagesByFrame'
import { useResource } from '../../live/useResource'
import { usePage, usePageContext } from '../../shell/context'
import { text } from '../../text'
import { Icon } from '../../ui/Icon'
import { SearchField } from '../../ui/SearchField'
import { useNow } from '../../ui/useNow'
import { Note } from '../Note'
import { matrixOf, type Quests, readQuests, standing, type Timer, type Timers, withReports } from './quest'
import './quests.css'

const NONE: Quests = new Map()
const NO_TIMERS: Timers = new Map()
// Times are told to the minute.
const TICK = 15_000

/** Which quest is ready for whom, and how long the others take. */
export default function QuestsWindow() {
  const { feed } = usePageContext()
  const answer = useResource('/quest-status', readQuests)
  const { change } = answer
  const [wanted, setWanted] = useState('')
  useMessagesByFrame(['quest'], messages => {
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
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached with the keyboard
        <div className="scroll quests" tabIndex={0} role="region" aria-label={text.quests.title}>
          <table>
            <thead>
              <tr>
                <th scope="col">{text.quests.character}</th>
                {matrix.quests.map(({ name, ready, known }) => (
                  <th key={name} scope="col" title={name}>
                    <bdi>{name}</bdi>
                    <span className="ink-3">{text.quests.readyOf(ready, known)}</span>
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {matrix.characters.map(({ name, ready, known }) => (
                <Row
                  key={name}
                  name={name}
                  ready={ready}
                  known={known}
                  columns={matrix.quests}
                  timers={quests.get(name) ?? NO_TIMERS}
                  now={now}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  )
}

interface RowProps {
  name: string
  ready: number
  known: number
  columns: readonly { name: string }[]
  timers: Timers
  now: number
}

const Row = memo(function Row({ name, ready, known, columns, timers, now }: RowProps) {
  const { page } = usePageContext()
  const { followed } = usePage()
  return (
    <tr className={name === followed ? 'on' : undefined}>
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
