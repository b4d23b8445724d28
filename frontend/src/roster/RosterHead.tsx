import { usePage, usePageContext } from '../shell/context'
import { text } from '../text'
import { Icon } from '../ui/Icon'
import { nextSort, type SortKey } from './rows'

/** The columns' heads: each sorts. */
export function RosterHead({ phone }: { phone: boolean }) {
  const t = text.roster
  return (
    <div role="row" aria-rowindex={1} className="roster-columns roster-cols">
      <Head column="state" label={t.state} />
      <Head column="name" label={t.name} shown={phone ? t.nameAndPlace : t.name} />
      <Head column="kph" label={t.killsPerHourLong} shown={t.killsPerHour} />
      {!phone && <Head column="kills" label={t.killsLong} shown={t.kills} />}
      <Head column="rares" label={t.raresLong} shown={t.rares} />
    </div>
  )
}

interface HeadProps {
  column: SortKey
  /** The column's name in full. */
  label: string
  /** What stands in the head, where there is room for words. */
  shown?: string
}

function Head({ column, label, shown }: HeadProps) {
  const { page } = usePageContext()
  const { sort } = usePage()
  const on = sort.key === column
  return (
    <div role="columnheader" aria-sort={on ? (sort.descending ? 'descending' : 'ascending') : 'none'}>
      <button
        type="button"
        className={on ? 'on' : undefined}
        aria-label={text.roster.sortBy(shown ?? label)}
        title={text.roster.sortBy(label)}
        onClick={() => page.setSort(nextSort(sort, column))}
      >
        {shown}
        {on && <Icon name={sort.descending ? 'down' : 'up'} size={12} />}
      </button>
    </div>
  )
}
