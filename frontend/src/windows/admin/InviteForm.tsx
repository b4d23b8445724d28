import { useState } from 'react'
import { API, sendJson } from '../../live/api'
import { useSend } from '../../live/useSend'
import { usePageContext } from '../../shell/context'
import { text } from '../../text'
import { Entry } from '../../ui/Entry'
import { focusOnce } from '../../ui/focus'
import { GIVEN, inDays, type Rights, readOnce } from './model'
import { Panel } from './Panel'
import { DaysChoice, RightsBoxes } from './Rights'
import type { Made } from './Users'

const DAYS = [1, 7, 30, 90]

/** Makes a link with which somebody makes an account. */
export function InviteForm({ onDone }: { onDone: (made?: Made) => void }) {
  const words = text.admin.users
  const { feed } = usePageContext()
  const sending = useSend()
  const [note, setNote] = useState('')
  const [days, setDays] = useState(7)
  const [rights, setRights] = useState<Rights>({ isAdmin: false, permissions: GIVEN })
  const submit = async () => {
    let url: string | null = null
    const body = {
      note: note.trim(),
      is_admin: rights.isAdmin,
      permissions: rights.permissions,
      // A moment less, so that the longest is not too long by the time it arrives.
      expires_at: inDays(days, feed.clock.time() - 60_000),
    }
    const done = await sending.send(async () => {
      url = readOnce(await sendJson('POST', `${API}/api-admin/invitations`, body), 'url')
    })
    if (done && url) onDone({ title: words.inviteDone, label: words.inviteLink, value: url })
  }
  return (
    <Panel
      title={words.inviteTitle}
      submit={words.inviteMake}
      sending={sending}
      fields={['note', 'expires_at']}
      onSubmit={submit}
      onCancel={() => onDone()}
    >
      <div className="form-line">
        <Entry label={words.inviteNote} field="note" error={sending.error} hint={words.inviteNoteHint}>
          {props => (
            <input
              {...props}
              ref={focusOnce}
              dir="auto"
              autoComplete="off"
              value={note}
              onChange={event => setNote(event.target.value)}
            />
          )}
        </Entry>
        <Entry label={text.admin.expires} field="expires_at" error={sending.error}>
          {props => <DaysChoice {...props} days={days} choices={DAYS} onChange={setDays} />}
        </Entry>
      </div>
      <RightsBoxes rights={rights} admins onChange={setRights} />
    </Panel>
  )
}
