import { type ReactNode, useId, useState } from 'react'
import type { ApiError } from '../live/api'
import { text } from '../text'
import { focusOnce } from './focus'
import { fieldRefusal, formRefusal } from './refusal'
import './form.css'

/** What ties a control to its label, its hint and what was said against it. */
export interface EntryProps {
  id: string
  name: string
  'aria-invalid': boolean
  'aria-describedby': string | undefined
}

/** What every control of a form has around it. */
export interface EntryOf {
  label: string
  /** The member of the request, by which the server tells what is wrong with it. */
  field: string
  error: ApiError | null
  hint?: ReactNode
}

interface WithControl extends EntryOf {
  children: (props: EntryProps) => ReactNode
}

/** A control of a form with its label above and what is wrong with it below. */
export function Entry({ label, field, error, hint, children }: WithControl) {
  const id = useId()
  const refusal = fieldRefusal(error, field)
  const described = [refusal && `${id}-error`, hint && `${id}-hint`].filter(Boolean).join(' ')
  return (
    <div className="entry">
      <label htmlFor={id}>{label}</label>
      {children({
        id,
        name: field,
        'aria-invalid': refusal !== null,
        'aria-describedby': described || undefined,
      })}
      {refusal && (
        <p id={`${id}-error`} className="bad entry-note" role="alert">
          {refusal}
        </p>
      )}
      {hint && (
        <p id={`${id}-hint`} className="entry-note">
          {hint}
        </p>
      )}
    </div>
  )
}

/** What was said against a form as a whole. `fields` are those that show their own. */
export function FormRefusal({ error, fields = [] }: { error: ApiError | null; fields?: readonly string[] }) {
  const refusal = formRefusal(error, fields)
  return refusal ? (
    <p className="bad form-refusal" role="alert">
      {refusal}
    </p>
  ) : null
}

interface Confirm {
  label: string
  /** Its name for those who do not see what stands beside it. */
  name?: string
  /** What will happen, in a few words. */
  question?: string
  busy?: boolean
  onConfirm: () => void
}

/** A button for what cannot be taken back: it asks once more. */
export function ConfirmButton({ label, name, question = text.forms.sure, busy = false, onConfirm }: Confirm) {
  const [asked, setAsked] = useState(false)
  if (!asked) {
    return (
      <button
        type="button"
        className="button"
        aria-label={name}
        disabled={busy}
        onClick={() => setAsked(true)}
      >
        {label}
      </button>
    )
  }
  return (
    <span
      className="confirm"
      role="group"
      aria-label={question}
      onKeyDown={event => {
        if (event.key !== 'Escape') return
        event.stopPropagation()
        setAsked(false)
      }}
    >
      <span>{question}</span>
      <button
        type="button"
        className="button danger"
        aria-label={name}
        disabled={busy}
        ref={focusOnce}
        onClick={() => {
          setAsked(false)
          onConfirm()
        }}
      >
        {label}
      </button>
      <button type="button" className="button" onClick={() => setAsked(false)}>
        {text.forms.keep}
      </button>
    </span>
  )
}
