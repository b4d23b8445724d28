import { useState } from 'react'
import { useSend } from '../../live/useSend'
import { usePageContext } from '../../shell/context'
import { text } from '../../text'
import { Entry } from '../../ui/Entry'
import { TextEntry } from '../../ui/TextEntry'
import { type Made, makeOnce } from './Given'
import { GIVEN, inDays, type Rights } from './model'
import { Panel } from './Panel'
import { DaysChoice, RightsBoxes } from './Rights'

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
    const body = {
      note: note.trim(),
      is_admin: rights.isAdmin,
      permissions: rights.permissions,
      // A moment less, so that the longest is not too long by the time it arrives.
      expires_at: inDays(days, feed.clock.time() - 60_000),
    }
    const made = await makeOnce(sending, '/api-admin/invitations', body, 'url')
    if (made?.value) onDone({ title: words.inviteDone, label: words.inviteLink, value: made.value })
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
        <TextEntry
          label={words.inviteNote}
          field="note"
          error={sending.error}
          hint={words.inviteNoteHint}
          value={note}
          first
          onChange={setNote}
        />
        <Entry label={text.admin.expires} field="expires_at" error={sending.error}>
          {props => <DaysChoice {...props} days={days} choices={DAYS} onChange={setDays} />}
        </Entry>
      </div>
      <RightsBoxes rights={rights} admins onChange={setRights} />
    </Panel>
  )
}
