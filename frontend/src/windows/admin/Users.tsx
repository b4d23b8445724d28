import { useResource } from '../../live/useResource'
import { useLive, usePageContext } from '../../shell/context'
import { text } from '../../text'
import { Note } from '../Note'
import { EVERY, Revoke, Until, useMaking } from './Given'
import { InviteForm } from './InviteForm'
import { type Invitation, readInvitations, readUsers, type User } from './model'
import { UserForm } from './UserForm'

type Open = { kind: 'new' } | { kind: 'invite' } | { kind: 'edit'; user: User }

/** Who has an account, and who was asked to make one. */
export function Users() {
  const words = text.admin.users
  const users = useResource('/api-admin/users', readUsers, EVERY)
  const invitations = useResource('/api-admin/invitations', readInvitations, EVERY)
  const { open, setOpen, done, once } = useMaking<Open>(() => {
    users.reload()
    invitations.reload()
  })
  if (once) return once
  if (open?.kind === 'invite') return <InviteForm onDone={done} />
  if (open) return <UserForm user={open.kind === 'edit' ? open.user : null} onDone={done} />
  const pending = invitations.data ?? []
  return (
    <>
      <div className="scroll">
        {users.data === null || users.data.length === 0 ? (
          <Note of={users} empty={words.empty} />
        ) : (
          <ul className="rows">
            {users.data.map(user => (
              <UserRow key={user.id} user={user} onEdit={() => setOpen({ kind: 'edit', user })} />
            ))}
          </ul>
        )}
        {pending.length > 0 && (
          <>
            <h3 className="rows-head">{words.invitations}</h3>
            <ul className="rows">
              {pending.map(invitation => (
                <InvitationRow key={invitation.id} invitation={invitation} onGone={invitations.reload} />
              ))}
            </ul>
          </>
        )}
      </div>
      <div className="win-foot">
        <button type="button" className="button" onClick={() => setOpen({ kind: 'new' })}>
          {words.add}
        </button>
        <button type="button" className="button" onClick={() => setOpen({ kind: 'invite' })}>
          {words.invite}
        </button>
      </div>
    </>
  )
}

function UserRow({ user, onEdit }: { user: User; onEdit: () => void }) {
  const words = text.admin.users
  const { feed } = usePageContext()
  const { username } = useLive()
  return (
    <li>
      <p className="rows-name">
        <bdi>{user.name}</bdi>
        {user.name === username && <span className="ink-3">{words.yourself}</span>}
      </p>
      <p className="rows-more ink-3">
        <span className={user.isAdmin ? 'accent' : undefined}>{text.admin.may(user.permissions)}</span>
        {user.secondFactor && <span>{words.factor}</span>}
        <span>{words.sessions(user.sessions)}</span>
        {user.seenAt !== null && (
          <span title={text.exact(user.seenAt)}>
            {words.seen(text.ago((feed.clock.time() - user.seenAt) / 1000))}
          </span>
        )}
      </p>
      <span className="rows-acts">
        <button type="button" className="button small" aria-label={words.editOne(user.name)} onClick={onEdit}>
          {words.edit}
        </button>
      </span>
    </li>
  )
}

function InvitationRow({ invitation, onGone }: { invitation: Invitation; onGone: () => void }) {
  const words = text.admin.users
  const { feed } = usePageContext()
  const { note, usedBy, expiresAt } = invitation
  const over = expiresAt < feed.clock.time()
  return (
    <li>
      <p className="rows-name">
        {note ? <bdi>{note}</bdi> : <span className="ink-3">{words.invitationNobody}</span>}
      </p>
      <p className="rows-more ink-3">
        <span>{text.admin.may(invitation.isAdmin ? ['admin'] : invitation.permissions)}</span>
        <span>{text.admin.made(invitation.by, text.admin.day(invitation.madeAt))}</span>
        {usedBy ? <span className="good">{words.invitationUsed(usedBy)}</span> : <Until at={expiresAt} />}
      </p>
      {!usedBy && !over && (
        <Revoke
          path={`/api-admin/invitations/${invitation.id}`}
          label={words.withdraw}
          name={words.withdrawOne(note || words.invitationNobody)}
          onGone={onGone}
        />
      )}
    </li>
  )
}
