import { useMemo, useState } from 'react'
import type { Player } from '../live/player'
import { usePage, usePageContext } from '../shell/context'
import { text } from '../text'
import { countTags } from './rows'

// As many as fit on one line beside "All".
const SHORT = 3

/** Tags to filter by, each with how many carry it. */
export function RosterChips({ players }: { players: readonly Player[] }) {
  const { page } = usePageContext()
  const { tags: chosen } = usePage()
  const [all, setAll] = useState(false)
  const counts = useMemo(() => countTags(players), [players])
  // A chosen tag stays in sight even when its last carrier has left.
  const gone = chosen.filter(tag => !counts.some(each => each.tag === tag)).map(tag => ({ tag, count: 0 }))
  const tags = [...gone, ...counts]
  if (tags.length === 0) return null
  const shown = all ? tags : tags.filter(({ tag }, at) => at < SHORT || chosen.includes(tag))
  const toggle = (tag: string) =>
    page.change({ tags: chosen.includes(tag) ? chosen.filter(each => each !== tag) : [...chosen, tag] })
  return (
    <fieldset className="chips">
      <legend className="unseen">{text.roster.tags}</legend>
      <Chip
        label={text.roster.all}
        count={players.length}
        on={chosen.length === 0}
        onClick={() => page.change({ tags: [] })}
      />
      {shown.map(({ tag, count }) => (
        <Chip key={tag} label={tag} count={count} on={chosen.includes(tag)} onClick={() => toggle(tag)} />
      ))}
      {(all || shown.length < tags.length) && (
        <button type="button" className="chip" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? text.roster.fewer : text.roster.more(tags.length - shown.length)}
        </button>
      )}
    </fieldset>
  )
}

interface ChipProps {
  label: string
  count: number
  on: boolean
  onClick: () => void
}

function Chip({ label, count, on, onClick }: ChipProps) {
  return (
    <button
      type="button"
      className={on ? 'chip on' : 'chip'}
      aria-pressed={on}
      title={label}
      onClick={onClick}
    >
      <span className="cut">{label}</span>
      <b>{text.number(count)}</b>
    </button>
  )
}
