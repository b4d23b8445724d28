import { type FormEvent, type ReactNode, useState } from 'react'
import { API, ApiError, postJson, sendJson } from '../../live/api'
import { useResource } from '../../live/useResource'
import { type Sending, useSend } from '../../live/useSend'
import { text } from '../../text'
import { CopyField } from '../../ui/CopyField'
import { copy } from '../../ui/clipboard'
import { Entry, FormRefusal } from '../../ui/Entry'
import { FormButtons } from '../../ui/FormButtons'
import { focusOnce } from '../../ui/focus'
import { toasts } from '../../ui/toasts'
import { Note } from '../Note'
import { grouped, type NewFactor, readCodes, readFactor, readNewFactor } from './session'

const PATH = `${API}/me/totp`
// So few that it is time for new ones.
const FEW = 3

/** The second factor: set up, taken into use, switched off. */
export function FactorView() {
  const words = text.account.factor
  const factor = useResource('/me/totp', readFactor)
  const [made, setMade] = useState<NewFactor | null>(null)
  const [codes, setCodes] = useState<string[] | null>(null)
  if (codes) {
    return (
      <Codes
        codes={codes}
        onDone={() => {
          setCodes(null)
          factor.reload()
        }}
      />
    )
  }
  if (made) {
    return (
      <Confirm
        made={made}
        onCancel={() => setMade(null)}
        onCodes={shown => {
          setMade(null)
          setCodes(shown)
        }}
      />
    )
  }
  if (factor.data === null) return <Note of={factor} empty={words.off} />
  if (!factor.data.enabled) return <Begin onMade={setMade} />
  return <SwitchOff codesLeft={factor.data.codesLeft} onDone={factor.reload} />
}

function Begin({ onMade }: { onMade: (made: NewFactor) => void }) {
  const words = text.account.factor
  const sending = useSend()
  const [password, setPassword] = useState('')
  const begin = async () => {
    let made: NewFactor | null = null
    await sending.send(async () => {
      made = readNewFactor(await postJson(PATH, { password }))
      if (!made) throw new ApiError(500, 'internal', 'the answer makes no sense')
    })
    if (made) onMade(made)
  }
  return (
    <FactorForm sending={sending} submit={words.begin} fields={['password']} onSubmit={begin}>
      <p className="ink-2">{words.off}</p>
      <PasswordEntry sending={sending} value={password} onChange={setPassword} />
    </FactorForm>
  )
}

interface ConfirmProps {
  made: NewFactor
  onCancel: () => void
  onCodes: (codes: string[]) => void
}

function Confirm({ made, onCancel, onCodes }: ConfirmProps) {
  const words = text.account.factor
  const sending = useSend()
  const [code, setCode] = useState('')
  const confirm = async () => {
    let codes: string[] = []
    const done = await sending.send(async () => {
      codes = readCodes(await postJson(PATH, { code }))
    })
    if (done) onCodes(codes)
  }
  return (
    <FactorForm
      sending={sending}
      submit={words.confirm}
      fields={['code']}
      onSubmit={confirm}
      onCancel={onCancel}
    >
      {made.picture && (
        <>
          <p>{words.scan}</p>
          <img className="factor-picture" src={made.picture} alt={words.picture} width={200} height={200} />
        </>
      )}
      <p className="ink-2">
        {words.typed}{' '}
        <a className="factor-link" href={made.uri}>
          {words.openApp}
        </a>
      </p>
      <CopyField label={words.secret} value={made.secret}>
        {grouped(made.secret)}
      </CopyField>
      <CodeEntry label={words.code} sending={sending} value={code} onChange={setCode} />
    </FactorForm>
  )
}

/** The recovery codes, shown this once. */
function Codes({ codes, onDone }: { codes: readonly string[]; onDone: () => void }) {
  const words = text.account.factor
  const [copied, setCopied] = useState(false)
  return (
    <div className="scroll form">
      <p className="form-title">{words.codesTitle}</p>
      <ul className="codes">
        {codes.map(code => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <p className="ink-3">{text.forms.once}</p>
      <div className="form-buttons">
        <button
          type="button"
          className="button"
          onClick={async () => setCopied(await copy(codes.join('\n')))}
        >
          {copied ? words.copied : words.copy}
        </button>
        <button type="button" className="button" onClick={() => window.print()}>
          {words.print}
        </button>
        <button type="button" className="button primary" ref={focusOnce} onClick={onDone}>
          {text.forms.done}
        </button>
      </div>
    </div>
  )
}

function SwitchOff({ codesLeft, onDone }: { codesLeft: number; onDone: () => void }) {
  const words = text.account.factor
  const sending = useSend()
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const submit = async () => {
    if (!(await sending.send(() => sendJson('DELETE', PATH, { password, code })))) return
    toasts.show({ text: words.offDone, tone: 'good' })
    onDone()
  }
  return (
    <FactorForm sending={sending} submit={words.offSubmit} fields={['password', 'code']} onSubmit={submit}>
      <p className="good">{words.on}</p>
      <p className={codesLeft <= FEW ? 'warn' : 'ink-2'}>
        {words.left(codesLeft)} {codesLeft <= FEW && words.fewLeft}
      </p>
      <h3 className="form-title">{words.offTitle}</h3>
      <PasswordEntry sending={sending} value={password} onChange={setPassword} />
      <CodeEntry label={words.offCode} sending={sending} value={code} onChange={setCode} />
    </FactorForm>
  )
}

interface FormProps {
  sending: Sending
  submit: string
  fields: readonly string[]
  onSubmit: () => void
  onCancel?: () => void
  children: ReactNode
}

function FactorForm({ sending, submit, fields, onSubmit, onCancel, children }: FormProps) {
  const act = (event: FormEvent) => {
    event.preventDefault()
    onSubmit()
  }
  return (
    <form className="scroll form" noValidate onSubmit={act}>
      {children}
      <FormRefusal error={sending.error} fields={fields} />
      <FormButtons submit={submit} sending={sending} onCancel={onCancel} />
    </form>
  )
}

interface FieldProps {
  sending: Sending
  value: string
  onChange: (value: string) => void
}

function PasswordEntry({ sending, value, onChange }: FieldProps) {
  return (
    <Entry label={text.account.factor.password} field="password" error={sending.error}>
      {props => (
        <input
          {...props}
          type="password"
          autoComplete="current-password"
          value={value}
          onChange={event => onChange(event.target.value)}
        />
      )}
    </Entry>
  )
}

function CodeEntry({ label, sending, value, onChange }: FieldProps & { label: string }) {
  return (
    <Entry label={label} field="code" error={sending.error}>
      {props => (
        <input
          {...props}
          autoComplete="one-time-code"
          spellCheck={false}
          value={value}
          onChange={event => onChange(event.target.value)}
        />
      )}
    </Entry>
  )
}
