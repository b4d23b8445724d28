import { useState } from 'react'
import { API, sendJson } from '../../live/api'
import { useSend } from '../../live/useSend'
import { text } from '../../text'
import { ConfirmButton, Entry } from '../../ui/Entry'
import { TextEntry } from '../../ui/TextEntry'
import { toasts } from '../../ui/toasts'
import { type Made, makeOnce } from './Given'
import { changedRights, GIVEN, type Rights, type User } from './model'
import { Panel } from './Panel'
import { RightsBoxes } from './Rights'

/** Makes an account, or changes one: what it may do, its password, its sessions, and that it is there at all. */
export function UserForm({ user, onDone }: { user: User | null; onDone: (made?: Made) => void }) {
  const words = text.admin.users
  const sending = useSend()
  const [name, setName] = useState('')
  const [password, setPassword] = useState('')
  const [rights, setRights] = useState<Rights>(user ?? { isAdmin: false, permissions: GIVEN })
  const { error } = sending

  const add = async () => {
    const body = {
      username: name.trim(),
      is_admin: rights.isAdmin,
      permissions: rights.permissions,
      ...(password && { password }),
    }
    const made = await makeOnce(sending, '/api-admin/users', body, 'password')
    if (!made) return
    const { value } = made
    onDone(value ? { title: words.created(body.username), label: words.password, value } : undefined)
  }
  const change = async (user: User) => {
    const body = { ...changedRights(user, rights), ...(password && { password }) }
    if (Object.keys(body).length === 0) return onDone()
    if (await sending.send(() => sendJson('PATCH', `${API}/api-admin/users/${user.id}`, body))) {
      toasts.show({ text: words.saved(user.name), tone: 'good' })
      onDone()
    }
  }
  return (
    <Panel
      title={user ? words.editTitle(user.name) : words.addTitle}
      submit={user ? text.forms.save : words.create}
      sending={sending}
      fields={['username', 'password']}
      onSubmit={() => (user ? change(user) : add())}
      onCancel={() => onDone()}
      foot={user && <Rest user={user} sending={sending} onDone={onDone} />}
    >
      {!user && (
        <TextEntry label={words.name} field="username" error={error} value={name} first onChange={setName} />
      )}
      <RightsBoxes rights={rights} admins onChange={setRights} />
      <Entry
        label={user ? words.passwordNew : words.password}
        field="password"
        error={error}
        hint={user ? words.passwordChangeHint : words.passwordHint}
      >
        {props => (
          <input
            {...props}
            type="password"
            autoComplete="new-password"
            value={password}
            onChange={event => setPassword(event.target.value)}
          />
        )}
      </Entry>
    </Panel>
  )
}

interface RestProps {
  user: User
  sending: ReturnType<typeof useSend>
  onDone: () => void
}

/** What cannot be taken back. */
function Rest({ user, sending, onDone }: RestProps) {
  const words = text.admin.users
  const path = `${API}/api-admin/users/${user.id}`
  const act = (said: string, change: () => Promise<unknown>) => async () => {
    if (!(await sending.send(change))) return
    toasts.show({ text: said, tone: 'good' })
    onDone()
  }
  return (
    <div className="form form-rest">
      {user.sessions > 0 && (
        <ConfirmButton
          label={words.endSessions}
          question={words.endSure}
          busy={sending.busy}
          onConfirm={act(words.ended(user.name), () => sendJson('DELETE', `${path}/sessions`))}
        />
      )}
      {user.secondFactor && (
        <ConfirmButton
          label={words.dropFactor}
          question={words.dropSure}
          busy={sending.busy}
          onConfirm={act(words.dropped(user.name), () => sendJson('PATCH', path, { second_factor: false }))}
        />
      )}
      <ConfirmButton
        label={words.remove}
        question={words.removeSure}
        busy={sending.busy}
        onConfirm={act(words.removed(user.name), () => sendJson('DELETE', path))}
      />
    </div>
  )
}
