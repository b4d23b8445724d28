import type { FormEvent, ReactNode } from 'react'
import type { Sending } from '../../live/useSend'
import { FormRefusal } from '../../ui/Entry'
import { FormButtons } from '../../ui/FormButtons'

interface PanelProps {
  title: string
  submit: string
  sending: Sending
  /** The members of the request that show what is wrong with them. */
  fields: readonly string[]
  onSubmit: () => void
  onCancel: () => void
  children: ReactNode
  /** What else can be done, below the form. */
  foot?: ReactNode
}

/** A form that stands in the place of its list. */
export function Panel({ title, submit, sending, fields, onSubmit, onCancel, children, foot }: PanelProps) {
  const act = (event: FormEvent) => {
    event.preventDefault()
    onSubmit()
  }
  return (
    <div
      className="scroll"
      role="group"
      aria-label={title}
      onKeyDown={event => {
        if (event.key !== 'Escape') return
        event.stopPropagation()
        onCancel()
      }}
    >
      <form className="form" noValidate onSubmit={act}>
        <h3 className="form-title">{title}</h3>
        {children}
        <FormRefusal error={sending.error} fields={fields} />
        <FormButtons submit={submit} sending={sending} onCancel={onCancel} />
      </form>
      {foot}
    </div>
  )
}
