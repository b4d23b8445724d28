import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { useResource } from '../../live/useResource'
import { text } from '../../text'
import { Icon } from '../../ui/Icon'
import { Note } from '../Note'
import { readHistory, type Turn } from './piece'
import { type Answer, useAnswer } from './useAnswer'

// The server takes as many characters of a question; from NEAR on it is told how many are left.
const LONGEST = 10_000
const NEAR = 500

interface ConversationProps {
  /** null: it begins with the first question. */
  id: string | null
  onQuestion: (id: string, question: string) => void
  onGone: (id: string) => void
}

/** One conversation: what was said before, what is said now, and the next question. */
export function Conversation({ id, onQuestion, onGone }: ConversationProps) {
  const words = text.assistant
  const path = id === null ? null : `/agent/sessions/${encodeURIComponent(id)}/history`
  const history = useResource(path, readHistory)
  const [begun, setBegun] = useState(id)
  const [said, setSaid] = useState<Turn[]>([])
  const [problem, setProblem] = useState<string | null>(null)
  const { answer, ask, stop } = useAnswer()
  // What was read when it was opened; what is said since comes from here.
  const before = useRef<Turn[] | null>(null)
  before.current ??= history.data
  const turns = [...(before.current ?? []), ...said]

  if (id !== null && before.current === null) {
    if (history.error?.status !== 404) return <Note of={history} empty={words.gone} />
    return (
      <div className="win-note" role="alert">
        <p>{words.gone}</p>
        <button type="button" className="button" onClick={() => onGone(id)}>
          {words.forget}
        </button>
      </div>
    )
  }
  const put = async (question: string, again = false) => {
    setProblem(null)
    if (!again) setSaid(all => [...all, { who: 'you', text: question }])
    const { turn, problem } = await ask(begun, question, session => {
      setBegun(session)
      onQuestion(session, question)
    })
    if (turn) setSaid(all => [...all, turn])
    setProblem(problem)
  }
  const last = turns.findLast(turn => turn.who === 'you')?.text
  return (
    <>
      <Log turns={turns} answer={answer} />
      {problem && (
        <p className="talk-problem" role="alert">
          <span className="warn">{problem}</span>
          {last && (
            <button type="button" className="button small" onClick={() => put(last, true)}>
              {words.again}
            </button>
          )}
        </p>
      )}
      <Question busy={answer !== null} onAsk={put} onStop={stop} />
    </>
  )
}

/** What was said, and the answer as it comes; stays at its end unless somebody reads further up. */
function Log({ turns, answer }: { turns: readonly Turn[]; answer: Answer | null }) {
  const words = text.assistant
  const list = useRef<HTMLDivElement>(null)
  const atEnd = useRef(true)
  const length = turns.length + (answer?.text.length ?? 0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: more to read is the reason to scroll
  useEffect(() => {
    if (atEnd.current && list.current) list.current.scrollTop = list.current.scrollHeight
  }, [length, answer === null])
  if (turns.length === 0 && !answer) return <p className="scroll win-note">{words.begin}</p>
  return (
    <div
      ref={list}
      className="scroll talk"
      role="log"
      aria-label={words.log}
      aria-busy={answer !== null}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached with the keyboard
      tabIndex={0}
      onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) => {
        atEnd.current = scrollHeight - scrollTop - clientHeight < 24
      }}
    >
      {turns.map((turn, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: what was said stays where it was said
        <article key={index} className={turn.who}>
          <h3 className="label">{turn.who === 'you' ? words.you : words.it}</h3>
          <p dir="auto">{turn.text}</p>
        </article>
      ))}
      {answer && (
        <article className="it">
          <h3 className="label">{words.it}</h3>
          {answer.text && <p dir="auto">{answer.text}</p>}
          {(answer.doing !== null || !answer.text) && (
            <p className="ink-3">{answer.doing === null ? words.thinking : words.doing(answer.doing)}</p>
          )}
        </article>
      )}
    </div>
  )
}

interface QuestionProps {
  busy: boolean
  onAsk: (question: string) => void
  onStop: () => void
}

function Question({ busy, onAsk, onStop }: QuestionProps) {
  const words = text.assistant
  const [typed, setTyped] = useState('')
  const question = typed.trim()
  const left = LONGEST - [...question].length
  const ready = !busy && question !== '' && left >= 0
  const send = () => {
    if (!ready) return
    setTyped('')
    onAsk(question)
  }
  const onKey = (event: KeyboardEvent) => {
    // With Shift it is a new line; while a word is being composed the key belongs to that.
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
    event.preventDefault()
    send()
  }
  return (
    <form
      className="talk-ask"
      onSubmit={event => {
        event.preventDefault()
        send()
      }}
    >
      <textarea
        dir="auto"
        rows={2}
        aria-label={words.ask}
        placeholder={words.placeholder}
        value={typed}
        onChange={event => setTyped(event.target.value)}
        onKeyDown={onKey}
      />
      {busy ? (
        <button type="button" className="button" onClick={onStop}>
          {words.stop}
        </button>
      ) : (
        <button type="submit" className="icon-button" aria-label={words.send} disabled={!ready}>
          <Icon name="send" />
        </button>
      )}
      {left < NEAR && <p className={left < 0 ? 'label bad' : 'label'}>{words.left(left)}</p>}
    </form>
  )
}
