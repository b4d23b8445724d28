import { type FormEvent, useState } from 'react'
import { API, ApiError, postJson } from '../../live/api'
import { useSend } from '../../live/useSend'
import { useLive } from '../../shell/context'
import { text } from '../../text'
import { Entry, FormRefusal } from '../../ui/Entry'
import { FormButtons } from '../../ui/FormButtons'
import { toasts } from '../../ui/toasts'

const EMPTY = { current: '', next: '', again: '' }

/** Gives oneself another password. */
export function PasswordView() {
  const words = text.account.password
  const { username } = useLive()
  const sending = useSend()
  const [typed, setTyped] = useState(EMPTY)
  const { error } = sending
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const done = await sending.send(async () => {
      if (typed.next !== typed.again) throw new ApiError(400, 'invalid', words.differs, null, 'again')
      await postJson(`${API}/me/password`, { current_password: typed.current, new_password: typed.next })
    })
    if (!done) return
    setTyped(EMPTY)
    toasts.show({ text: words.done, tone: 'good' })
  }
  const field = (name: keyof typeof EMPTY) => ({
    type: 'password',
    value: typed[name],
    autoComplete: name === 'current' ? 'current-password' : 'new-password',
    onChange: (event: { target: { value: string } }) => setTyped({ ...typed, [name]: event.target.value }),
  })
  return (
    <form className="scroll form" noValidate onSubmit={submit}>
      <p className="ink-2">{words.lead}</p>
      {/* So that the browser's keeper of passwords knows whose it is. */}
      <input
        className="unseen"
        autoComplete="username"
        value={username ?? ''}
        readOnly
        tabIndex={-1}
        aria-hidden
      />
      <Entry label={words.current} field="current_password" error={error}>
        {props => <input {...props} {...field('current')} />}
      </Entry>
      <Entry label={words.next} field="new_password" error={error} hint={words.nextHint}>
        {props => <input {...props} {...field('next')} />}
      </Entry>
      <Entry label={words.again} field="again" error={error}>
        {props => <input {...props} {...field('again')} />}
      </Entry>
      <FormRefusal error={error} fields={['current_password', 'new_password', 'again']} />
      <FormButtons submit={words.submit} sending={sending} />
    </form>
  )
}
