import { type FormEvent, useState } from 'react'
import { type PageOf, usePages } from '../../live/usePages'
import { useResource } from '../../live/useResource'
import { usePageContext } from '../../shell/context'
import { text } from '../../text'
import { Entry as Field } from '../../ui/Entry'
import { Scroll } from '../../ui/Scroll'
import { More } from '../More'
import { Note } from '../Note'
import { type Entry, readAudit } from './model'

const LIMIT = 100
const EVERY = 60_000

interface Filter {
  who: string
  action: string
  /** Days where the reader is, as a date field holds them. */
  from: string
  to: string
}

const NONE: Filter = { who: '', action: '', from: '', to: '' }

/** Who did what when, newest first. */
export function Audit() {
  const words = text.admin.audit
  const [draft, setDraft] = useState(NONE)
  const [filter, setFilter] = useState(NONE)
  const path = `/api-admin/audit?${auditQuery(filter)}`
  const found = useResource(path, readAudit, EVERY)
  const { error } = found
  const change = (part: Partial<Filter>) => setDraft({ ...draft, ...part })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setFilter(draft)
  }
  return (
    <>
      <form className="audit-filter" noValidate onSubmit={submit}>
        <Field label={words.who} field="username" error={error}>
          {props => (
            <input
              {...props}
              dir="auto"
              autoComplete="off"
              value={draft.who}
              onChange={event => change({ who: event.target.value })}
            />
          )}
        </Field>
        <Field label={words.action} field="action" error={error}>
          {props => (
            <select
              {...props}
              value={draft.action}
              onChange={event => change({ action: event.target.value })}
            >
              <option value="">{words.anything}</option>
              {Object.entries(words.actions).map(([action, said]) => (
                <option key={action} value={action}>
                  {said}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field label={words.from} field="from" error={error}>
          {props => (
            <input
              {...props}
              type="date"
              value={draft.from}
              onChange={event => change({ from: event.target.value })}
            />
          )}
        </Field>
        <Field label={words.to} field="to" error={error}>
          {props => (
            <input
              {...props}
              type="date"
              value={draft.to}
              onChange={event => change({ to: event.target.value })}
            />
          )}
        </Field>
        <button type="submit" className="button">
          {words.show}
        </button>
      </form>
      {found.data === null || found.data.items.length === 0 ? (
        <Note of={found} empty={filter === NONE ? words.empty : words.emptyFiltered} />
      ) : (
        <Entries key={path} path={path} first={found.data} />
      )}
    </>
  )
}

function Entries({ path, first }: { path: string; first: PageOf<Entry> }) {
  const pages = usePages(path, first, readAudit)
  return (
    <Scroll label={text.admin.views.audit}>
      <ul className="rows audit">
        {pages.items.map(entry => (
          <EntryRow key={entry.id} entry={entry} />
        ))}
      </ul>
      <More of={pages} />
    </Scroll>
  )
}

function EntryRow({ entry }: { entry: Entry }) {
  const words = text.admin.audit
  const { feed } = usePageContext()
  const { who, target, at } = entry
  return (
    <li>
      <p className="rows-name">
        {who ? <bdi>{who}</bdi> : <span className="ink-3">{words.stranger}</span>}
        <span className={entry.ok ? 'ink-2' : 'bad'}>
          {words.actions[entry.action] ?? entry.action}
          {!entry.ok && `: ${words.refused}`}
        </span>
        {target && target !== who && <bdi>{target}</bdi>}
      </p>
      <time className="ink-3" dateTime={new Date(at).toISOString()} title={text.exact(at)}>
        {text.ago((feed.clock.time() - at) / 1000)}
      </time>
      <p className="rows-more ink-3">
        {entry.detail && <bdi>{entry.detail}</bdi>}
        {entry.address && <span>{entry.address}</span>}
      </p>
    </li>
  )
}

/** The filter as the server takes it: whole days where the reader is, the last one included. */
export function auditQuery({ who, action, from, to }: Filter): string {
  const query = new URLSearchParams({ limit: String(LIMIT) })
  if (who.trim()) query.set('username', who.trim())
  if (action) query.set('action', action)
  if (from) query.set('from', dayStart(from, 0))
  if (to) query.set('to', dayStart(to, 1))
  return query.toString()
}

function dayStart(day: string, later: number): string {
  const start = new Date(`${day}T00:00:00`)
  start.setDate(start.getDate() + later)
  return start.toISOString()
}
