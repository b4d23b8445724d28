import { useState } from 'react'
import { useChanging } from '../../live/useChanging'
import { type PageOf, usePages } from '../../live/usePages'
import { useLive, usePageContext } from '../../shell/context'
import { text } from '../../text'
import { Icon } from '../../ui/Icon'
import { More } from '../More'
import { Note } from '../Note'
import { Views } from '../Views'
import { IssueForm } from './IssueForm'
import { IssueView } from './IssueView'
import { categoriesOf, type Issue, readIssues, STATUSES, type Status } from './issue'
import './issues.css'

// What others write is told.
const CHANGED = 'issues_changed'
const FILTERS = [...STATUSES, 'all'] as const

/** The issue board: what is wrong or wanted, and what people say about it. */
export default function IssuesWindow() {
  const mayEdit = useLive().permissions.includes('edit')
  const [status, setStatus] = useState<Status | 'all'>('open')
  const [category, setCategory] = useState('')
  const [open, setOpen] = useState<Issue | 'new' | null>(null)
  const filter = `${status === 'all' ? '' : `&status=${encodeURIComponent(status)}`}${
    category && `&category=${encodeURIComponent(category)}`
  }`
  const path = `/issues?limit=100${filter}`
  const found = useChanging(path, readIssues, CHANGED)
  const categories = useChanging('/issues?limit=1000', readIssues, CHANGED)
  const reload = () => {
    found.reload()
    categories.reload()
  }
  const known = categoriesOf(categories.data?.items ?? [])
  if (open === 'new') {
    return (
      <IssueForm
        issue={null}
        categories={known}
        onDone={made => {
          setOpen(made)
          reload()
        }}
      />
    )
  }
  if (open) {
    return (
      <IssueView
        key={open.id}
        issue={newer(open, found.data?.items)}
        categories={known}
        onChange={changed => {
          setOpen(changed)
          reload()
        }}
        onBack={() => setOpen(null)}
      />
    )
  }
  return (
    <>
      <Views
        label={text.issues.filter}
        views={FILTERS.map(id => ({ id, title: text.issues.statuses[id] ?? text.issues.all }))}
        chosen={status}
        onChoose={setStatus}
      />
      {(known.length > 0 || category) && (
        <div className="issues-filter">
          <select
            aria-label={text.issues.category}
            value={category}
            onChange={event => setCategory(event.target.value)}
          >
            <option value="">{text.issues.everyCategory}</option>
            {known.map(each => (
              <option key={each}>{each}</option>
            ))}
          </select>
        </div>
      )}
      {found.data === null || found.data.items.length === 0 ? (
        <Note of={found} empty={emptyText(status, category)} />
      ) : (
        <List key={path} path={path} first={found.data} onOpen={setOpen} />
      )}
      {mayEdit && (
        <div className="win-foot">
          <button type="button" className="button" onClick={() => setOpen('new')}>
            {text.issues.add}
          </button>
        </div>
      )}
    </>
  )
}

/** The issue as it was read last, unless what is at hand is the later. */
function newer(issue: Issue, list: readonly Issue[] | undefined): Issue {
  const read = list?.find(({ id }) => id === issue.id)
  if (!read) return issue
  const later = read.changedAt > issue.changedAt || read.comments.length > issue.comments.length
  return later ? read : issue
}

interface ListProps {
  path: string
  first: PageOf<Issue>
  onOpen: (issue: Issue) => void
}

function List({ path, first, onOpen }: ListProps) {
  const { feed } = usePageContext()
  const pages = usePages(path, first, readIssues)
  return (
    <div className="scroll">
      <ul className="issues">
        {pages.items.map(issue => (
          <li key={issue.id}>
            <button type="button" onClick={() => onOpen(issue)}>
              <StatusMark status={issue.status} />
              <bdi className="issues-title">{issue.title}</bdi>
              <span className="issues-more ink-3">
                {issue.category && <bdi>{issue.category}</bdi>}
                <span title={text.exact(issue.at)}>
                  <bdi>{issue.author ?? text.issues.somebody}</bdi>,{' '}
                  {text.ago((feed.clock.time() - issue.at) / 1000)}
                </span>
                {issue.comments.length > 0 && <span>{text.issues.comments(issue.comments.length)}</span>}
              </span>
            </button>
          </li>
        ))}
      </ul>
      <More of={pages} />
    </div>
  )
}

const MARKS = { open: 'info', 'in progress': 'clock', resolved: 'check' } as const

/** The status as a shape and a colour, with its word for those who see neither. */
export function StatusMark({ status }: { status: Status }) {
  return (
    <span className={`issues-mark ${status.replace(' ', '-')}`} title={text.issues.statuses[status]}>
      <Icon name={MARKS[status]} size={14} />
      <span className="unseen">{text.issues.statuses[status]}</span>
    </span>
  )
}

/** What is said where no issue is listed; the board opens with those that are open. */
function emptyText(status: Status | 'all', category: string): string {
  if (category) return text.issues.emptyFiltered
  if (status === 'open') return text.issues.emptyOpen
  return text.issues.emptyStatus[status] ?? text.issues.empty
}
