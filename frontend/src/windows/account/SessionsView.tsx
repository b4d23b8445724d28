import { API, sendJson } from '../../live/api'
import { useResource } from '../../live/useResource'
import { useSend } from '../../live/useSend'
import { usePageContext } from '../../shell/context'
import { text } from '../../text'
import { ConfirmButton } from '../../ui/Entry'
import { toasts } from '../../ui/toasts'
import { Note } from '../Note'
import { browserOf, type OwnSession, readSessions } from './session'

const EVERY = 60_000

/** Where one is signed in. */
export function SessionsView() {
  const words = text.account.sessions
  const sessions = useResource('/me/sessions', readSessions, EVERY)
  const sending = useSend()
  const others = sessions.data?.filter(session => !session.current) ?? []
  const end = async (which: readonly OwnSession[]) => {
    const done = await sending.send(() =>
      Promise.all(which.map(({ id }) => sendJson('DELETE', `${API}/me/sessions/${id}`))),
    )
    toasts.show(
      done ? { text: words.ended(which.length), tone: 'good' } : { text: words.failed, tone: 'bad' },
    )
    sessions.reload()
  }
  return (
    <>
      {sessions.data === null || sessions.data.length === 0 ? (
        <Note of={sessions} empty={words.empty} />
      ) : (
        <ul className="scroll rows sessions">
          {sessions.data.map(session => (
            <SessionRow key={session.id} session={session} busy={sending.busy} onEnd={() => end([session])} />
          ))}
        </ul>
      )}
      {others.length > 0 && (
        <div className="win-foot">
          <ConfirmButton
            label={words.endOthers}
            question={words.endSure}
            busy={sending.busy}
            onConfirm={() => end(others)}
          />
        </div>
      )}
    </>
  )
}

interface RowProps {
  session: OwnSession
  busy: boolean
  onEnd: () => void
}

function SessionRow({ session, busy, onEnd }: RowProps) {
  const words = text.account.sessions
  const { feed } = usePageContext()
  const { since, seenAt, current } = session
  const name = nameOf(session)
  return (
    <li>
      <p className="rows-name" title={session.userAgent}>
        <bdi>{name}</bdi>
        {current && <span className="good">{words.this}</span>}
      </p>
      <p className="rows-more ink-3">
        {session.address && <span>{session.address}</span>}
        <span>{words.since(text.exact(since))}</span>
        {seenAt !== null && !current && (
          <span title={text.exact(seenAt)}>{words.seen(text.ago((feed.clock.time() - seenAt) / 1000))}</span>
        )}
      </p>
      {!current && (
        <span className="rows-acts">
          <button
            type="button"
            className="button small"
            disabled={busy}
            aria-label={words.endOne(name)}
            onClick={onEnd}
          >
            {words.end}
          </button>
        </span>
      )}
    </li>
  )
}

function nameOf({ userAgent }: OwnSession): string {
  const words = text.account.sessions
  const known = browserOf(userAgent)
  if (!known) return userAgent || words.unknown
  return known.system === null ? known.browser : words.on(known.browser, known.system)
}
