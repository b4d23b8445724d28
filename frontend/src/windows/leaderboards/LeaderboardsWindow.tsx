import { useState } from 'react'
import { isRecord, readNumber, readText } from '../../live/player'
import { useResource } from '../../live/useResource'
import { usePage, usePageContext } from '../../shell/context'
import { text } from '../../text'
import { Note } from '../Note'
import { Views } from '../Views'
import './leaderboards.css'

const BOARDS = ['kills', 'kills_per_hour', 'rares', 'deaths'] as const
type Board = (typeof BOARDS)[number]
const SPANS = ['1h', '24h', '7d', '30d'] as const
const EVERY = 30_000

type Row = { name: string } & Record<Board, number>

/** Who did most within a span of time. */
export default function LeaderboardsWindow() {
  const { page } = usePageContext()
  const { followed } = usePage()
  const [board, setBoard] = useState<Board>('kills')
  const [span, setSpan] = useState<(typeof SPANS)[number]>('24h')
  const answer = useResource(`/leaderboards?window=${span}&limit=200`, readRows, EVERY)
  const rows = (answer.data ?? []).filter(row => row[board] > 0).sort((a, b) => b[board] - a[board])
  const most = rows[0]?.[board] ?? 1
  return (
    <>
      <Views
        label={text.leaderboards.title}
        views={BOARDS.map(id => ({ id, title: text.leaderboards.boards[id] }))}
        chosen={board}
        onChoose={setBoard}
      />
      <label className="leaders-span">
        <span className="label">{text.leaderboards.span}</span>
        <select value={span} onChange={event => setSpan(event.target.value as typeof span)}>
          {SPANS.map(each => (
            <option key={each} value={each}>
              {text.leaderboards.spans[each]}
            </option>
          ))}
        </select>
      </label>
      {rows.length === 0 ? (
        <Note of={answer} empty={text.leaderboards.empty} />
      ) : (
        <ol className="scroll leaders">
          {rows.map((row, index) => (
            <li key={row.name} className={row.name === followed ? 'on' : undefined}>
              <button type="button" onClick={() => page.follow(row.name)}>
                <span className="number ink-3">{index + 1}</span>
                <span className="cut">{row.name}</span>
                <span className="number">{text.number(row[board])}</span>
                <i style={{ width: `${(100 * row[board]) / most}%` }} />
              </button>
            </li>
          ))}
        </ol>
      )}
    </>
  )
}

function readRows(body: unknown): Row[] {
  const list = isRecord(body) && Array.isArray(body.leaderboard) ? body.leaderboard : []
  return list.filter(isRecord).map(row => ({
    name: readText(row.character_name) ?? '',
    kills: readNumber(row.kills) ?? 0,
    kills_per_hour: readNumber(row.kills_per_hour) ?? 0,
    rares: readNumber(row.rares) ?? 0,
    deaths: readNumber(row.deaths) ?? 0,
  }))
}
