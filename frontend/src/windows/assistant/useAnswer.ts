import { useCallback, useEffect, useRef, useState } from 'react'
import { API, ApiError, openStream, postJson } from '../../live/api'
import { readEvents } from '../../suits/stream'
import { text } from '../../text'
import { readPiece, readSession, type Turn } from './piece'

/** An answer that is coming in. */
export interface Answer {
  /** What there is of it so far. */
  text: string
  /** What is looked into just now. */
  doing: string | null
}

/** What became of a question. */
export interface Asked {
  turn: Turn | null
  /** Why the answer is not whole; null: it is. */
  problem: string | null
}

interface Asking {
  /** null: nothing is asked just now. */
  answer: Answer | null
  /** Asks; a null id begins a conversation, whose id is told before the answer comes. */
  ask: (id: string | null, question: string, onBegun: (id: string) => void) => Promise<Asked>
  stop: () => void
}

/** Asks the assistant, one question at a time. */
export function useAnswer(): Asking {
  const [answer, setAnswer] = useState<Answer | null>(null)
  const running = useRef<AbortController | null>(null)
  useEffect(() => () => running.current?.abort(), [])
  const ask: Asking['ask'] = useCallback(async (id, question, onBegun) => {
    const control = new AbortController()
    running.current = control
    let said: Answer = { text: '', doing: null }
    let problem: string | null = text.assistant.brokeOff
    const change = (next: Answer) => {
      said = next
      if (!control.signal.aborted) setAnswer(next)
    }
    change(said)
    try {
      const session = id ?? readSession(await postJson(`${API}/agent/sessions/new`, {}))
      if (session === null) throw new ApiError(500, 'internal', text.assistant.failed)
      onBegun(session)
      const body = { session_id: session, message: question }
      await readEvents(await openStream(`${API}/agent/ask/stream`, body, control.signal), event => {
        const piece = readPiece(event)
        if (piece?.kind === 'text') change({ text: said.text + piece.text, doing: null })
        if (piece?.kind === 'doing') change({ ...said, doing: piece.what })
        if (piece?.kind === 'result') {
          change({ text: piece.text || said.text, doing: null })
          problem = piece.failed ? text.assistant.failed : null
        }
        if (piece?.kind === 'error') problem = piece.message || text.assistant.failed
      })
    } catch (error) {
      problem = problemOf(error)
    }
    if (control.signal.aborted) problem = text.assistant.stopped
    running.current = null
    setAnswer(null)
    return { turn: said.text ? { who: 'it', text: said.text } : null, problem }
  }, [])
  const stop = useCallback(() => running.current?.abort(), [])
  return { answer, ask, stop }
}

function problemOf(error: unknown): string {
  const words = text.assistant
  if (!(error instanceof ApiError)) return words.brokeOff
  if (error.status === 0) return words.unreachable
  if (error.status === 429) return words.throttled(error.retryAfter)
  if (error.status >= 502 && error.status <= 504) return words.unavailable
  return error.message || words.failed
}
