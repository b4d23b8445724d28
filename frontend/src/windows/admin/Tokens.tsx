import { useState } from 'react'
import { API, sendJson } from '../../live/api'
import { useResource } from '../../live/useResource'
import { useSend } from '../../live/useSend'
import { useLive, usePageContext } from '../../shell/context'
import { text } from '../../text'
import { ConfirmButton, Entry } from '../../ui/Entry'
import { focusOnce } from '../../ui/focus'
import { Once } from '../../ui/Once'
import { toasts } from '../../ui/toasts'
import { Note } from '../Note'
import { inDays, type Rights, readOnce, readTokens, readUsers, type Token } from './model'
import { Panel } from './Panel'
import { DaysChoice, RightsBoxes } from './Rights'
import type { Made } from './Users'

const EVERY = 60_000
const DAYS = [1, 30, 90, 365, 5 * 365]

/** The API tokens: made here, shown once, revoked here. */
export function Tokens() {
  const words = text.admin.tokens
  const tokens = useResource('/api-admin/tokens', readTokens, EVERY)
  const [open, setOpen] = useState(false)
  const [made, setMade] = useState<Made | null>(null)
  if (made) return <Once {...made} onDone={() => setMade(null)} />
  if (open) {
    return (
      <TokenForm
        onDone={shown => {
          setOpen(false)
          setMade(shown ?? null)
          tokens.reload()
        }}
      />
    )
  }
  return (
    <>
      <div className="scroll">
        <p className="rows-lead">{words.lead}</p>
        {tokens.data === null || tokens.data.length === 0 ? (
          <Note of={tokens} empty={words.empty} />
        ) : (
          <ul className="rows">
            {tokens.data.map(token => (
              <TokenRow key={token.id} token={token} onGone={tokens.reload} />
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

function TokenRow({ token, onGone }: { token: Token; onGone: () => void }) {
  const words = text.admin.tokens
  const { feed } = usePageContext()
  const over = token.expiresAt < feed.clock.time()
  const revoke = () =>
    sendJson('DELETE', `${API}/api-admin/tokens/${token.id}`)
      .then(
        () => toasts.show({ text: words.revoked(token.name), tone: 'good' }),
        () => toasts.show({ text: text.admin.failed, tone: 'bad' }),
      )
      .finally(onGone)
  return (
    <li>
      <p className="rows-name">
        <bdi>{token.name}</bdi>
        <bdi className="ink-3">{token.user}</bdi>
      </p>
      <p className="rows-more ink-3">
        <span>{text.admin.may(token.permissions)}</span>
        <span className={over ? 'warn' : undefined} title={text.exact(token.expiresAt)}>
          {(over ? text.admin.expired : text.admin.until)(text.admin.day(token.expiresAt))}
        </span>
        <Used at={token.usedAt} />
      </p>
      <span className="rows-acts">
        <ConfirmButton label={words.revoke} name={words.revokeOne(token.name)} onConfirm={revoke} />
      </span>
    </li>
  )
}

/** When something was used last. */
export function Used({ at }: { at: number | null }) {
  const { feed } = usePageContext()
  if (at === null) return <span>{text.admin.never}</span>
  return <span title={text.exact(at)}>{text.admin.used(text.ago((feed.clock.time() - at) / 1000))}</span>
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
    let once: string | null = null
    const body = {
      name: name.trim(),
      username: user,
      permissions: rights.permissions,
      expires_at: inDays(days, feed.clock.time()),
    }
    const done = await sending.send(async () => {
      once = readOnce(await sendJson('POST', `${API}/api-admin/tokens`, body), 'token')
    })
    if (done && once) onDone({ title: words.created(body.name), label: words.label, value: once })
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
      <Entry label={words.name} field="name" error={error}>
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
