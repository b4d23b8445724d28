import { type FormEvent, useState } from 'react'
import { API, ApiError, postJson, sendJson } from '../../live/api'
import { useSend } from '../../live/useSend'
import { useLive, usePageContext } from '../../shell/context'
import { text } from '../../text'
import { ConfirmButton, Entry, FormRefusal } from '../../ui/Entry'
import { Icon } from '../../ui/Icon'
import { Scroll } from '../../ui/Scroll'
import { toasts } from '../../ui/toasts'
import { IssueForm } from './IssueForm'
import { type Comment, type Issue, readIssue, STATUSES } from './issue'

interface ViewProps {
  issue: Issue
  categories: readonly string[]
  /** null: it is gone. */
  onChange: (issue: Issue | null) => void
  onBack: () => void
}

/** One issue with all that was said about it. */
export function IssueView({ issue, categories, onChange, onBack }: ViewProps) {
  const { feed } = usePageContext()
  const mayEdit = useLive().permissions.includes('edit')
  const [editing, setEditing] = useState(false)
  if (editing && mayEdit) {
    return (
      <IssueForm
        issue={issue}
        categories={categories}
        onDone={changed => {
          setEditing(false)
          if (changed) onChange(changed)
        }}
      />
    )
  }
  const ago = (at: number) => text.ago((feed.clock.time() - at) / 1000)
  return (
    <>
      <div className="issue-bar">
        <button type="button" className="button small issue-back" onClick={onBack}>
          <Icon name="left" size={12} />
          {text.issues.back}
        </button>
        {mayEdit && <Acts issue={issue} onEdit={() => setEditing(true)} onChange={onChange} />}
      </div>
      <Scroll label={issue.title} className="issue">
        <h3 dir="auto">{issue.title}</h3>
        <p className="issues-more ink-3">
          <span>{text.issues.statuses[issue.status]}</span>
          <bdi>{issue.category ?? text.issues.noCategory}</bdi>
          <span title={text.exact(issue.at)}>
            <bdi>{issue.author ?? text.issues.somebody}</bdi>, {ago(issue.at)}
          </span>
          {issue.changedAt > issue.at && (
            <span title={text.exact(issue.changedAt)}>{text.issues.changed(ago(issue.changedAt))}</span>
          )}
        </p>
        {issue.description && (
          <p className="issue-text" dir="auto">
            {issue.description}
          </p>
        )}
        <Comments comments={issue.comments} ago={ago} />
        {mayEdit && <CommentForm issue={issue} onChange={onChange} />}
      </Scroll>
    </>
  )
}

function Comments({ comments, ago }: { comments: readonly Comment[]; ago: (at: number) => string }) {
  if (comments.length === 0) return <p className="issue-silence ink-3">{text.issues.noComments}</p>
  return (
    <ol className="issue-comments">
      {comments.map(comment => (
        <li key={comment.id}>
          <p className="ink-3" title={text.exact(comment.at)}>
            <bdi>{comment.author ?? text.issues.somebody}</bdi>, {ago(comment.at)}
          </p>
          <p className="issue-text" dir="auto">
            {comment.body}
          </p>
        </li>
      ))}
    </ol>
  )
}

interface ActsProps {
  issue: Issue
  onEdit: () => void
  onChange: ViewProps['onChange']
}

function Acts({ issue, onEdit, onChange }: ActsProps) {
  const words = text.issues
  const sending = useSend()
  const path = `${API}/issues/${issue.id}`
  const setStatus = async (status: string) => {
    let changed: Issue | null = null
    const done = await sending.send(async () => {
      changed = readIssue(await sendJson('PATCH', path, { status }))
    })
    if (done) onChange(changed ?? issue)
    else toasts.show({ text: words.failed, tone: 'bad' })
  }
  const remove = async () => {
    const gone = await sending.send(async () => {
      await sendJson('DELETE', path).catch((error: unknown) => {
        // Somebody else was faster.
        if (!(error instanceof ApiError) || error.status !== 404) throw error
      })
    })
    if (gone) onChange(null)
    toasts.show(
      gone ? { text: words.removed(issue.title), tone: 'good' } : { text: words.failed, tone: 'bad' },
    )
  }
  return (
    <>
      <select
        aria-label={words.status}
        value={issue.status}
        disabled={sending.busy}
        onChange={event => setStatus(event.target.value)}
      >
        {STATUSES.map(status => (
          <option key={status} value={status}>
            {words.statuses[status]}
          </option>
        ))}
      </select>
      <button type="button" className="button" onClick={onEdit}>
        {words.edit}
      </button>
      <ConfirmButton
        label={words.remove}
        question={words.removeSure}
        busy={sending.busy}
        onConfirm={remove}
      />
    </>
  )
}

function CommentForm({ issue, onChange }: { issue: Issue; onChange: ViewProps['onChange'] }) {
  const words = text.issues
  const sending = useSend()
  const [body, setBody] = useState('')
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    let changed: Issue | null = null
    const done = await sending.send(async () => {
      changed = readIssue(await postJson(`${API}/issues/${issue.id}/comments`, { body }))
    })
    if (!done) return
    setBody('')
    if (changed) onChange(changed)
  }
  return (
    <form className="issue-say" noValidate onSubmit={submit}>
      <Entry label={words.comment} field="body" error={sending.error}>
        {props => (
          <textarea
            {...props}
            dir="auto"
            placeholder={words.commentAs}
            value={body}
            onChange={event => setBody(event.target.value)}
          />
        )}
      </Entry>
      <FormRefusal error={sending.error} fields={['body']} />
      <button type="submit" className="button" disabled={sending.busy || body.trim() === ''}>
        {words.send}
      </button>
    </form>
  )
}
