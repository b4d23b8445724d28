import type { ApiError } from '../../live/api'
import { readNumber, readText } from '../../live/player'

/** What is wrong with a query, and where. */
export interface QueryFault {
  /** UTF-16 units from the beginning of the text, as strings count here too. */
  start: number
  length: number
  /** Incomplete: it may still become right. */
  kind: string
  message: string
  /** What was probably meant, the likeliest first. */
  suggestions: string[]
}

/** Reads the fault of a refused search; null: it was refused for another reason. */
export function readFault(error: ApiError): QueryFault | null {
  const start = readNumber(error.members.start)
  const length = readNumber(error.members.length)
  if (error.status !== 400 || start === null || length === null || start < 0 || length < 0) return null
  const suggestion = readText(error.members.suggestion)
  return {
    start,
    length,
    kind: readText(error.members.kind) ?? 'unexpected',
    message: sentence(error.message.replace(/; did you mean .*$/s, '')),
    suggestions: suggestion ? suggestion.split(/, | or /).filter(Boolean) : [],
  }
}

function sentence(message: string): string {
  const plain = message.replace(/[:.]$/, '')
  // The name of a filter is written small.
  return /^\w+:/.test(plain) ? `${plain}.` : `${plain.charAt(0).toUpperCase()}${plain.slice(1)}.`
}

/** The faulty part within a text that may have become shorter since. */
export function markOf(text: string, { start, length }: QueryFault): { start: number; end: number } {
  const begin = Math.min(start, text.length)
  return { start: begin, end: Math.min(text.length, begin + length) }
}

/**
 * Whether somebody is still typing what is wrong: completions are offered for that very part, so that it may
 * still become right.
 */
export function beingTyped(
  fault: QueryFault,
  completion: { from: number; to: number; items: unknown[] },
): boolean {
  const { start, length } = fault
  return completion.items.length > 0 && completion.from <= start + length && completion.to >= start + length
}

/** Puts a suggestion in the place of what is wrong; where the cursor is then. */
export function mended(text: string, fault: QueryFault, suggestion: string): { text: string; at: number } {
  const mark = markOf(text, fault)
  let { end } = mark
  if (suggestion.endsWith(':')) {
    // The name of a filter takes the place of a name; the colon is there already.
    if (text[end] === ':') end++
  } else if (suggestion.includes(':') && text[end] === ':') {
    // A filter with its value takes the place of the whole filter.
    while (end < text.length && !/[\s()]/.test(text[end]!)) end++
  }
  return {
    text: text.slice(0, mark.start) + suggestion + text.slice(end),
    at: mark.start + suggestion.length,
  }
}

/** Where the message hangs so that it points at the mark and stays within the area. */
export function messageLeft(mark: number, width: number, area: number): number {
  return Math.max(0, Math.min(mark - POINTER, area - width))
}

/** The little arrow of the message is so far from its left edge. */
const POINTER = 12
