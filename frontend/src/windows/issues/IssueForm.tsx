import { type FormEvent, useState } from 'react'
import { API, sendJson } from '../../live/api'
import { useSend } from '../../live/useSend'
import { text } from '../../text'
import { Entry, FormRefusal } from '../../ui/Entry'
import { FormButtons } from '../../ui/FormButtons'
import { TextEntry } from '../../ui/TextEntry'
import { type Issue, readIssue } from './issue'

const FIELDS = ['title', 'description', 'category']

interface FormProps {
  /** null: a new one. */
  issue: Issue | null
  categories: readonly string[]
  /** null: nothing was changed. */
  onDone: (issue: Issue | null) => void
}

/** Writes an issue down, or edits it. */
export function IssueForm({ issue, categories, onDone }: FormProps) {
  const words = text.issues
  const sending = useSend()
  const [title, setTitle] = useState(issue?.title ?? '')
  const [description, setDescription] = useState(issue?.description ?? '')
  const [category, setCategory] = useState(issue?.category ?? '')
  // Of the issue as it was when the form was opened: what others change meanwhile is not overwritten unasked.
  const [version] = useState(issue?.version)
  const { error } = sending
  const conflict = error?.status === 409
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    let changed: Issue | null = null
    const body = { title, description, category }
    const done = await sending.send(async () => {
      const answer = issue
        ? await sendJson(
            'PATCH',
            `${API}/issues/${issue.id}`,
            conflict ? body : { ...body, updated_at: version },
          )
        : await sendJson('POST', `${API}/issues`, body)
      changed = readIssue(answer)
    })
    if (done) onDone(changed)
  }
  return (
    <form
      className="scroll form"
      noValidate
      onSubmit={submit}
      onKeyDown={event => {
        // What was written is not to be lost by one key: leaving is the button's.
        if (event.key === 'Escape') event.stopPropagation()
      }}
    >
      <h3 className="form-title">{issue ? words.editTitle : words.addTitle}</h3>
      <TextEntry label={words.name} field="title" error={error} value={title} first onChange={setTitle} />
      <TextEntry
        label={words.category}
        field="category"
        error={error}
        hint={words.categoryHint}
        value={category}
        known={categories}
        onChange={setCategory}
      />
      <Entry label={words.description} field="description" error={error}>
        {props => (
          <textarea
            {...props}
            dir="auto"
            rows={8}
            value={description}
            onChange={event => setDescription(event.target.value)}
          />
        )}
      </Entry>
      {conflict ? (
        <p className="bad form-refusal" role="alert">
          {words.conflict}
        </p>
      ) : (
        <FormRefusal error={error} fields={FIELDS} />
      )}
      <FormButtons
        submit={issue ? text.forms.save : words.create}
        sending={sending}
        onCancel={() => onDone(null)}
      />
    </form>
  )
}
