import { useState } from 'react'
import { useResource } from '../../live/useResource'
import { useSend } from '../../live/useSend'
import { useLive, usePageContext } from '../../shell/context'
import { text } from '../../text'
import { Entry } from '../../ui/Entry'
import { TextEntry } from '../../ui/TextEntry'
import { Given, type Made, makeOnce, Revoke, Until, Used } from './Given'
import { inDays, type Rights, readTokens, readUsers, type Token } from './model'
import { Panel } from './Panel'
import { DaysChoice, RightsBoxes } from './Rights'

const PATH = '/api-admin/tokens'
const DAYS = [1, 30, 90, 365, 5 * 365]

/** The API tokens: made here, shown once, revoked here. */
export function Tokens() {
  return (
    <Given
      path={PATH}
      read={readTokens}
      words={text.admin.tokens}
      row={(token, onGone) => <TokenRow key={token.id} token={token} onGone={onGone} />}
      form={onDone => <TokenForm onDone={onDone} />}
    />
  )
}

function TokenRow({ token, onGone }: { token: Token; onGone: () => void }) {
  const words = text.admin.tokens
  return (
    <li>
      <p className="rows-name">
        <bdi>{token.name}</bdi>
        <bdi className="ink-3">{token.user}</bdi>
      </p>
      <p className="rows-more ink-3">
        <span>{text.admin.may(token.permissions)}</span>
        <Until at={token.expiresAt} />
        <Used at={token.usedAt} />
      </p>
      <Revoke
        path={`${PATH}/${token.id}`}
        label={words.revoke}
        name={words.revokeOne(token.name)}
        said={words.revoked(token.name)}
        onGone={onGone}
      />
    </li>
  )
}

function TokenForm({ onDone }: { onDone: (made?: Made) => void }) {
  const words = text.admin.tokens
  const { feed } = usePageContext()
  const { username } = useLive()
  const users = useResource('/api-admin/users', readUsers)
  const sending = useSend()
  const [name, setName] = useState('')
  const [user, setUser] = useState(username ?? '')
  const [days, setDays] = useState(90)
  const [rights, setRights] = useState<Rights>({ isAdmin: false, permissions: ['view'] })
  const names = users.data?.map(each => each.name) ?? [user]
  const submit = async () => {
    const body = {
      name: name.trim(),
      username: user,
      permissions: rights.permissions,
      expires_at: inDays(days, feed.clock.time()),
    }
    const made = await makeOnce(sending, PATH, body, 'token')
    if (made?.value) onDone({ title: words.created(body.name), label: words.label, value: made.value })
  }
  const { error } = sending
  return (
    <Panel
      title={words.addTitle}
      submit={words.create}
      sending={sending}
      fields={['name', 'username', 'expires_at']}
      onSubmit={submit}
      onCancel={() => onDone()}
    >
      <TextEntry label={words.name} field="name" error={error} value={name} first onChange={setName} />
      <div className="form-line">
        <Entry label={words.user} field="username" error={error} hint={words.userHint}>
          {props => (
            <select {...props} value={user} onChange={event => setUser(event.target.value)}>
              {names.map(each => (
                <option key={each}>{each}</option>
              ))}
            </select>
          )}
        </Entry>
        <Entry label={text.admin.expires} field="expires_at" error={error}>
          {props => <DaysChoice {...props} days={days} choices={DAYS} onChange={setDays} />}
        </Entry>
      </div>
      <RightsBoxes rights={rights} onChange={setRights} />
    </Panel>
  )
}
