import type { ReactNode } from 'react'
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
      <Head column="name" label={t.name}>
        {phone ? t.nameAndPlace : t.name}
      </Head>
      <Head column="kph" label={t.killsPerHourLong}>
        {t.killsPerHour}
      </Head>
      {!phone && (
        <Head column="kills" label={t.killsLong}>
          {t.kills}
        </Head>
      )}
      <Head column="rares" label={t.raresLong}>
        {t.rares}
      </Head>
    </div>
  )
}

function Head({ column, label, children }: { column: SortKey; label: string; children?: ReactNode }) {
  const { page } = usePageContext()
  const { sort } = usePage()
  const on = sort.key === column
  return (
    <div role="columnheader" aria-sort={on ? (sort.descending ? 'descending' : 'ascending') : 'none'}>
      <button
        type="button"
        className={on ? 'on' : undefined}
        aria-label={text.roster.sortBy(label)}
        title={text.roster.sortBy(label)}
        onClick={() => page.setSort(nextSort(sort, column))}
      >
        {children}
        {on && <Icon name={sort.descending ? 'down' : 'up'} size={12} />}
      </button>
    </div>
  )
}
