import { type FormEvent, useEffect, useRef, useState } from 'react'
import type { Go } from '../shell/route'
import { useVersion } from '../shell/version'
import { text } from '../text'
import { Icon } from '../ui/Icon'
import { usePhone } from '../ui/media'
import { Backdrop } from './Backdrop'
import { nextPath } from './next'
import { accept, invitationOf, signIn } from './signIn'
import './login.css'

export function LoginPage({ search, go }: { search: string; go: Go }) {
  const phone = usePhone()
  const version = useVersion()
  const [invitation] = useState(() => invitationOf(location.hash))
  useEffect(() => {
    document.title = `${text.login.title} · ${text.product}`
  }, [])
  return (
    <div className="login">
      <main className="login-panel">
        <span className="accent">
          <Icon name="mark" size={48} />
        </span>
        <h1>{text.product}</h1>
        <p className="ink-2">{invitation ? text.login.invited : text.login.lead}</p>
        <LoginForm invitation={invitation} onDone={() => leave(nextPath(search), go)} />
        {!invitation && <p className="login-hint">{text.login.noAccount}</p>}
        <p className="login-foot">{version && text.version(version)}</p>
      </main>
      {!phone && <Backdrop />}
    </div>
  )
}

/** The map is part of this page; whatever else the server has is loaded. */
function leave(to: string, go: Go): void {
  if (new URL(to, location.origin).pathname === '/') go(to, { replace: true })
  else location.assign(to)
}

function LoginForm({ invitation, onDone }: { invitation: string | null; onDone: () => void }) {
  const name = useRef<HTMLInputElement>(null)
  const password = useRef<HTMLInputElement>(null)
  const code = useRef<HTMLInputElement>(null)
  const [asked, setAsked] = useState(false)
  const [shown, setShown] = useState(false)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<string | null>(null)
  useEffect(() => name.current?.focus(), [])
  useEffect(() => {
    if (asked) code.current?.focus()
  }, [asked])

  const refuse = (message: string, field: HTMLInputElement | null) => {
    setError(message)
    field?.focus()
  }
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (busy) return
    // Read from the fields: password managers fill them without telling.
    const [user, secret] = [name.current?.value.trim() ?? '', password.current?.value ?? '']
    if (!user) return refuse(text.login.missingName, name.current)
    if (!secret) return refuse(text.login.missingPassword, password.current)
    setBusy(true)
    setError(null)
    const refused = invitation
      ? await accept(invitation, user, secret)
      : await signIn(user, secret, code.current?.value.trim() ?? '')
    setBusy(false)
    if (refused === null) return onDone()
    if (refused.code) setAsked(true)
    const field = refused.code ? code.current : password.current
    refuse(refused.message, field)
    field?.select()
  }

  return (
    <form onSubmit={submit} noValidate aria-describedby={error ? 'login-error' : undefined}>
      <label className="login-label" htmlFor="username">
        {text.login.name}
      </label>
      <input
        ref={name}
        id="username"
        name="username"
        className="input"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        maxLength={200}
      />
      <div className="login-label">
        <label htmlFor="password">{text.login.password}</label>
        <button
          type="button"
          className="link"
          aria-label={text.login.showPassword}
          aria-pressed={shown}
          onClick={() => setShown(!shown)}
        >
          {shown ? text.login.hide : text.login.show}
        </button>
      </div>
      <input
        ref={password}
        id="password"
        name="password"
        className={shown ? 'input' : 'input masked'}
        type={shown ? 'text' : 'password'}
        autoComplete={invitation ? 'new-password' : 'current-password'}
        maxLength={200}
      />
      {asked && (
        <>
          <label className="login-label" htmlFor="code">
            {text.login.codeLabel}
          </label>
          <input
            ref={code}
            id="code"
            name="code"
            className="input"
            autoComplete="one-time-code"
            autoCapitalize="none"
            spellCheck={false}
            maxLength={40}
          />
        </>
      )}
      <div role="alert" id="login-error">
        {error && (
          <p className="login-error">
            <Icon name="warn" size={14} />
            {error}
          </p>
        )}
      </div>
      <button type="submit" className="button primary login-submit" aria-disabled={busy}>
        {busy ? text.login.busy : invitation ? text.login.join : text.login.submit}
      </button>
    </form>
  )
}
