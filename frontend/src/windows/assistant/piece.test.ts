import { describe, expect, test } from 'vitest'
import { readHistory, readPiece } from './piece'

const piece = (data: unknown, event = 'message') =>
  readPiece({ event, data: typeof data === 'string' ? data : JSON.stringify(data) })

describe('a piece of an answer', () => {
  test('is text, with the spaces at its ends', () => {
    expect(piece({ type: 'text', text: ' and ' })).toEqual({ kind: 'text', text: ' and ' })
    expect(piece({ delta: 'more' }, 'delta')).toEqual({ kind: 'text', text: 'more' })
    expect(piece('plain words')).toEqual({ kind: 'text', text: 'plain words' })
  })

  test('is the end, in the words of the answer that comes at once', () => {
    const end = { result: 'All of it.', session_id: 's', duration_ms: 5, num_turns: 1, is_error: false }
    expect(piece(end)).toEqual({ kind: 'result', text: 'All of it.', failed: false })
    expect(piece({ is_error: true }, 'result')).toEqual({ kind: 'result', text: '', failed: true })
  })

  test('is a failure or what is looked into', () => {
    const error = { code: 'throttled', message: 'too many' }
    expect(piece({ error })).toEqual({ kind: 'error', message: 'too many' })
    expect(piece({ message: 'away' }, 'error')).toEqual({ kind: 'error', message: 'away' })
    expect(piece({ type: 'tool', name: 'search_items' })).toEqual({ kind: 'doing', what: 'search_items' })
  })

  test.each([{ type: 'ping' }, '[]', '7', { type: 'tool' }])('is nothing where it says nothing', said => {
    expect(piece(said)).toBeNull()
  })
})

test('what was said before is read, whatever else is among it', () => {
  const messages = [
    { role: 'user', content: 'Who?' },
    { role: 'system', content: 'x' },
    { role: 'assistant', text: 'You.' },
    4,
  ]
  expect(readHistory({ messages })).toEqual([
    { who: 'you', text: 'Who?' },
    { who: 'it', text: 'You.' },
  ])
  expect(readHistory({ history: messages })).toHaveLength(2)
  expect(readHistory(null)).toEqual([])
})
