import type { Player } from '../live/player'
import { text } from '../text'
import { sum } from './rows'

/** Sums over the rows that are shown. */
export function RosterFoot({ rows, total }: { rows: readonly Player[]; total: number }) {
  const sums = sum(rows)
  const who = rows.length === total ? text.roster.online(total) : text.roster.some(rows.length, total)
  return (
    <div className="roster-foot roster-columns">
      <span />
      <span>
        {who}
        {sums.hunting > 0 && text.roster.hunting(sums.hunting)}
      </span>
      <span className="number">{text.short(sums.killsPerHour)}</span>
      <span className="number">{text.short(sums.kills)}</span>
      <span className="number">{text.short(sums.rares)}</span>
    </div>
  )
}
