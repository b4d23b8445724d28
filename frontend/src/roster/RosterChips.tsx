import { useMemo, useState } from 'react'
import type { Player } from '../live/player'
import { membersOf } from '../map/group'
import { usePage, usePageContext } from '../shell/context'
import { text } from '../text'
import { Icon } from '../ui/Icon'
import { countTags, type TagCount } from './rows'

/** Tags to filter by, each with how many carry it. On a phone they lie on one line that is pushed. */
export function RosterChips({ players, phone }: { players: readonly Player[]; phone: boolean }) {
  const { page } = usePageContext()
  const { tags: chosen } = usePage()
  const [all, setAll] = useState(false)
  const counts = useMemo(() => countTags(players), [players])
  // A chosen tag stays in sight even when its last carrier has left.
  const gone = chosen.filter(tag => !counts.some(each => each.tag === tag)).map(tag => ({ tag, count: 0 }))
  const tags = [...gone, ...counts]
  if (tags.length === 0) return null
  const short = phone || all ? tags.length : fitting(tags, players.length)
  const shown = tags.filter(({ tag }, at) => at < short || chosen.includes(tag))
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
      {chosen.length > 0 && <FollowTags players={players} tags={chosen} />}
    </fieldset>
  )
}

/** Keeps everybody with the chosen tags in view on the map. */
function FollowTags({ players, tags }: { players: readonly Player[]; tags: readonly string[] }) {
  const { page } = usePageContext()
  const { group } = usePage()
  const members = membersOf({ names: [], tags }, players).length
  const on = group.names.length === 0 && group.tags.join('\n') === tags.join('\n')
  return (
    <button
      type="button"
      className={on ? 'chip on' : 'chip'}
      aria-pressed={on}
      title={text.roster.followTagsLong}
      onClick={() => (on ? page.follow(null) : page.followGroup({ names: [], tags }))}
    >
      <Icon name="follow" size={12} />
      {text.roster.followTags(members)}
    </button>
  )
}

// The line's width, a chip's edges with the gap after it, and a letter, in pixels.
const LINE = 308
const EDGES = 26
const LETTER = 5

/** How many chips fit on one line beside "All" and the one that shows the rest. */
function fitting(tags: TagCount[], total: number): number {
  const width = (label: string, count: string) => EDGES + (label.length + count.length) * LETTER
  let room = LINE - width(text.roster.all, text.number(total))
  const rest = width(text.roster.more(tags.length), '')
  for (const [at, { tag, count }] of tags.entries()) {
    room -= width(tag, text.number(count))
    if (room < (at === tags.length - 1 ? 0 : rest)) return at
  }
  return tags.length
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
