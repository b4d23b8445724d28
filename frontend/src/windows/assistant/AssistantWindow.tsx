import { useMemo, useState } from 'react'
import { useLive } from '../../shell/context'
import { text } from '../../text'
import { Conversation } from './Conversation'
import { Sessions } from './sessions'
import '../../ui/form.css'
import './assistant.css'

/** Questions in words and their answers, in conversations that this browser remembers. */
export default function AssistantWindow() {
  const words = text.assistant
  const { username } = useLive()
  const sessions = useMemo(() => new Sessions(username), [username])
  const [known, setKnown] = useState(() => sessions.list())
  // The latest goes on. Its id is not the key: a new conversation gets one while it is open.
  const [open, setOpen] = useState(() => ({ key: 0, id: known[0]?.id ?? null }))
  const [current, setCurrent] = useState(open.id)
  const show = (id: string | null) => {
    setOpen(before => ({ key: before.key + 1, id }))
    setCurrent(id)
  }
  return (
    <>
      <div className="talk-bar">
        <select
          aria-label={words.conversation}
          value={current ?? ''}
          onChange={event => show(event.target.value || null)}
        >
          <option value="">{words.fresh}</option>
          {known.map(({ id, title }) => (
            <option key={id} value={id}>
              {title}
            </option>
          ))}
        </select>
        <button type="button" className="button" disabled={current === null} onClick={() => show(null)}>
          {words.fresh}
        </button>
      </div>
      <Conversation
        key={open.key}
        id={open.id}
        onQuestion={(id, question) => {
          sessions.note(id, question, Date.now())
          setCurrent(id)
          setKnown(sessions.list())
        }}
        onGone={id => {
          sessions.forget(id)
          setKnown(sessions.list())
          show(null)
        }}
      />
    </>
  )
}
