import { isRecord, readText } from '../../live/player'
import type { StreamEvent } from '../../suits/stream'

/** One piece of an answer as it is streamed. */
export type Piece =
  /** More of the answer. */
  | { kind: 'text'; text: string }
  /** What is looked into meanwhile. */
  | { kind: 'doing'; what: string }
  /** The end, with the whole answer. */
  | { kind: 'result'; text: string; failed: boolean }
  | { kind: 'error'; message: string }

/** Reads an event of the answer; null: it says nothing to a reader. */
export function readPiece({ event, data }: StreamEvent): Piece | null {
  const body = parsed(data)
  if (!isRecord(body)) return typeof body === 'string' && body !== '' ? { kind: 'text', text: body } : null
  const type = readText(body.type) ?? event
  if (typeof body.result === 'string' || type === 'result' || type === 'done') {
    return { kind: 'result', text: raw(body.result), failed: body.is_error === true }
  }
  if (type === 'error' || isRecord(body.error)) {
    const error = isRecord(body.error) ? body.error : body
    return { kind: 'error', message: readText(error.message) ?? '' }
  }
  if (type === 'tool' || type === 'tool_use') {
    const what = readText(body.name)
    return what ? { kind: 'doing', what } : null
  }
  const text = raw(body.text) || raw(body.delta) || raw(body.content)
  return text ? { kind: 'text', text } : null
}

/** A text as it is: the spaces at its ends belong to the answer. */
function raw(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function parsed(data: string): unknown {
  try {
    return JSON.parse(data)
  } catch {
    return data
  }
}

export interface Turn {
  who: 'you' | 'it'
  text: string
}

/** What was said in a conversation before. */
export function readHistory(body: unknown): Turn[] {
  const answer = isRecord(body) ? body : {}
  const list = [answer.messages, answer.history, body].find(Array.isArray) ?? []
  return list.filter(isRecord).flatMap(row => {
    const text = raw(row.content) || raw(row.text) || raw(row.message)
    if (row.role !== 'user' && row.role !== 'assistant') return []
    return text ? [{ who: row.role === 'user' ? ('you' as const) : ('it' as const), text }] : []
  })
}

export function readSession(body: unknown): string | null {
  return isRecord(body) ? readText(body.session_id) : null
}
