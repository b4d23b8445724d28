import { useState } from 'react'
import { API, getJson } from './api'

/** One answer of a list that comes in pages. */
export interface PageOf<T> {
  items: readonly T[]
  /** The cursor of the next page; null: this is the last one. */
  next: string | null
}

export interface Pages<T> {
  items: T[]
  /** Whether there are older ones. */
  more: boolean
  busy: boolean
  failed: boolean
  readOn: () => void
}

/**
 * The first page of a list, which its window reads again and again, and those that were asked for after it.
 * To be used with the path as the key of its component: another list begins anew.
 */
export function usePages<T extends { id: number | string }>(
  path: string,
  first: PageOf<T>,
  read: (body: unknown) => PageOf<T>,
): Pages<T> {
  const [after, setAfter] = useState<readonly PageOf<T>[]>([])
  const [busy, setBusy] = useState(false)
  const [failed, setFailed] = useState(false)
  const { next } = after.at(-1) ?? first
  const readOn = () => {
    if (busy || next === null) return
    setBusy(true)
    setFailed(false)
    getJson(`${API}${path}${path.includes('?') ? '&' : '?'}cursor=${encodeURIComponent(next)}`)
      .then(
        body => setAfter([...after, read(body)]),
        () => setFailed(true),
      )
      .finally(() => setBusy(false))
  }
  return { items: joined([first, ...after]), more: next !== null, busy, failed, readOn }
}

/** The items of all pages, each once: what is new at the front pushes others over to the next page. */
export function joined<T extends { id: number | string }>(pages: readonly PageOf<T>[]): T[] {
  const seen = new Set<number | string>()
  return pages.flatMap(page => page.items.filter(({ id }) => !seen.has(id) && seen.add(id)))
}
