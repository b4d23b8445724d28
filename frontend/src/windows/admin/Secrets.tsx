import { useState } from 'react'
import { useSend } from '../../live/useSend'
import { text } from '../../text'
import { TextEntry } from '../../ui/TextEntry'
import { Given, type Made, makeOnce, Revoke, Used } from './Given'
import { readSecrets, type Secret } from './model'
import { Panel } from './Panel'

const PATH = '/api-admin/plugin-secrets'
// What the server calls the secret of its configuration.
const SHARED = 'shared'

/** The secrets of the plugins, and which characters came with each. */
export function Secrets() {
  return (
    <Given
      path={PATH}
      read={readSecrets}
      words={text.admin.secrets}
      row={(secret, onGone) => <SecretRow key={secret.id ?? secret.name} secret={secret} onGone={onGone} />}
      form={onDone => <SecretForm onDone={onDone} />}
    />
  )
}

function SecretRow({ secret, onGone }: { secret: Secret; onGone: () => void }) {
  const words = text.admin.secrets
  const { id, name, characters } = secret
  return (
    <li>
      <p className="rows-name">
        <bdi>{name}</bdi>
        {id === null && <span className="ink-3">{name === SHARED ? words.shared : words.gone}</span>}
      </p>
      <p className="rows-more ink-3">
        {secret.madeAt !== null && <span>{text.admin.made(secret.by, text.admin.day(secret.madeAt))}</span>}
        {/* Of the configuration's it is not stored when it was used, only by whom. */}
        {(secret.usedAt !== null || characters.length === 0) && <Used at={secret.usedAt} />}
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
        <Revoke
          path={`${PATH}/${id}`}
          label={words.revoke}
          name={words.revokeOne(name)}
          question={words.revokeSure}
          said={words.revoked(name)}
          onGone={onGone}
        />
      )}
    </li>
  )
}

function SecretForm({ onDone }: { onDone: (made?: Made) => void }) {
  const words = text.admin.secrets
  const sending = useSend()
  const [name, setName] = useState('')
  const submit = async () => {
    const body = { name: name.trim() }
    const made = await makeOnce(sending, PATH, body, 'secret')
    if (made?.value) onDone({ title: words.created(body.name), label: words.label, value: made.value })
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
      <TextEntry
        label={words.name}
        field="name"
        error={sending.error}
        value={name}
        first
        onChange={setName}
      />
    </Panel>
  )
}
