import { useState } from 'react'
import { isRecord } from '../../live/player'
import { SPANS, type SpanName } from './rates'

/** What somebody wants to see over time: remembered for the next visit. */
export interface Wish {
  span: SpanName
  /** Who is compared besides whoever the window is of. */
  others: readonly string[]
}

const KEY = 'rates'

export function useWish(): [Wish, (part: Partial<Wish>) => void] {
  const [wish, setWish] = useState(() => readWish(stored()))
  const change = (part: Partial<Wish>) => {
    const next = { ...wish, ...part }
    setWish(next)
    store(JSON.stringify(next))
  }
  return [wish, change]
}

/** Reads what an earlier visit left; what makes no sense is as on the first visit. */
export function readWish(text: string | null): Wish {
  let body: unknown = null
  try {
    body = JSON.parse(text ?? 'null')
  } catch {
    // What another version wrote.
  }
  const { span, others } = isRecord(body) ? body : {}
  return {
    span: typeof span === 'string' && Object.hasOwn(SPANS, span) ? (span as SpanName) : '24h',
    others: Array.isArray(others) ? others.filter(name => typeof name === 'string' && name !== '') : [],
  }
}

function stored(): string | null {
  try {
    return localStorage.getItem(KEY)
  } catch {
    return null
  }
}

function store(text: string): void {
  try {
    localStorage.setItem(KEY, text)
  } catch {
    // Without storage it lasts as long as the window.
  }
}
