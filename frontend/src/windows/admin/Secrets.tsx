import { useState } from 'react'
import { API, sendJson } from '../../live/api'
import { useResource } from '../../live/useResource'
import { useSend } from '../../live/useSend'
import { text } from '../../text'
import { ConfirmButton, Entry } from '../../ui/Entry'
import { focusOnce } from '../../ui/focus'
import { Once } from '../../ui/Once'
import { toasts } from '../../ui/toasts'
import { Note } from '../Note'
import { readOnce, readSecrets, type Secret } from './model'
import { Panel } from './Panel'
import { Used } from './Tokens'
import type { Made } from './Users'

const EVERY = 60_000
// What the server calls the secret of its configuration.
const SHARED = 'shared'

/** The secrets of the plugins, and which characters came with each. */
export function Secrets() {
  const words = text.admin.secrets
  const secrets = useResource('/api-admin/plugin-secrets', readSecrets, EVERY)
  const [open, setOpen] = useState(false)
  const [made, setMade] = useState<Made | null>(null)
  if (made) return <Once {...made} onDone={() => setMade(null)} />
  if (open) {
    return (
      <SecretForm
        onDone={shown => {
          setOpen(false)
          setMade(shown ?? null)
          secrets.reload()
        }}
      />
    )
  }
  return (
    <>
      <div className="scroll">
        <p className="rows-lead">{words.lead}</p>
        {secrets.data === null || secrets.data.length === 0 ? (
          <Note of={secrets} empty={words.empty} />
        ) : (
          <ul className="rows">
            {secrets.data.map(secret => (
              <SecretRow key={secret.id ?? secret.name} secret={secret} onGone={secrets.reload} />
            ))}
          </ul>
        )}
      </div>
      <div className="win-foot">
        <button type="button" className="button" onClick={() => setOpen(true)}>
          {words.add}
        </button>
      </div>
    </>
  )
}

function SecretRow({ secret, onGone }: { secret: Secret; onGone: () => void }) {
  const words = text.admin.secrets
  const { id, name, characters } = secret
  const revoke = () =>
    sendJson('DELETE', `${API}/api-admin/plugin-secrets/${id}`)
      .then(
        () => toasts.show({ text: words.revoked(name), tone: 'good' }),
        () => toasts.show({ text: text.admin.failed, tone: 'bad' }),
      )
      .finally(onGone)
  return (
    <li>
      <p className="rows-name">
        <bdi>{name}</bdi>
        {id === null && <span className="ink-3">{name === SHARED ? words.shared : words.gone}</span>}
      </p>
      <p className="rows-more ink-3">
        {secret.madeAt !== null && <span>{text.admin.made(secret.by, text.admin.day(secret.madeAt))}</span>}
        <Used at={secret.usedAt} />
        {secret.address && <span>{words.from(secret.address)}</span>}
        {characters.length === 0 && <span>{words.noCharacters}</span>}
      </p>
      {characters.length > 0 && (
        <details className="rows-details">
          <summary>{words.characters(characters.length)}</summary>
          <p>
            {characters.map(character => (
              <bdi key={character}>{character}</bdi>
            ))}
          </p>
        </details>
      )}
      {id !== null && (
        <span className="rows-acts">
          <ConfirmButton
            label={words.revoke}
            name={words.revokeOne(name)}
            question={words.revokeSure}
            onConfirm={revoke}
          />
        </span>
      )}
    </li>
  )
}

function SecretForm({ onDone }: { onDone: (made?: Made) => void }) {
  const words = text.admin.secrets
  const sending = useSend()
  const [name, setName] = useState('')
  const submit = async () => {
    let once: string | null = null
    const done = await sending.send(async () => {
      const answer = await sendJson('POST', `${API}/api-admin/plugin-secrets`, { name: name.trim() })
      once = readOnce(answer, 'secret')
    })
    if (done && once) onDone({ title: words.created(name.trim()), label: words.label, value: once })
  }
  return (
    <Panel
      title={words.addTitle}
      submit={words.create}
      sending={sending}
      fields={['name']}
      onSubmit={submit}
      onCancel={() => onDone()}
    >
      <Entry label={words.name} field="name" error={sending.error}>
        {props => (
          <input
            {...props}
            ref={focusOnce}
            dir="auto"
            autoComplete="off"
            value={name}
            onChange={event => setName(event.target.value)}
          />
        )}
      </Entry>
    </Panel>
  )
}
