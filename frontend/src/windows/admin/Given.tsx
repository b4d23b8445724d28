import { type ReactNode, useState } from 'react'
import { API, sendJson } from '../../live/api'
import { useResource } from '../../live/useResource'
import type { Sending } from '../../live/useSend'
import { usePageContext } from '../../shell/context'
import { text } from '../../text'
import { ConfirmButton } from '../../ui/Entry'
import { Once } from '../../ui/Once'
import { toasts } from '../../ui/toasts'
import { Note } from '../Note'
import { readOnce } from './model'

// Other administrators are at work too, and people come and go.
export const EVERY = 60_000

/** What was made and is shown this once. */
export interface Made {
  title: string
  label: string
  value: string
}

/** What stands in the place of a list: a form, or what it made. `O` tells which form. */
export function useMaking<O>(reload: () => void) {
  const [open, setOpen] = useState<O | null>(null)
  const [made, setMade] = useState<Made | null>(null)
  const done = (shown?: Made) => {
    setOpen(null)
    setMade(shown ?? null)
    reload()
  }
  return { open, setOpen, done, once: made && <Once {...made} onDone={() => setMade(null)} /> }
}

/** Makes something of which the server tells a member this one time; null: it was refused, or tells nothing. */
export async function makeOnce(
  sending: Sending,
  path: string,
  body: object,
  member: string,
): Promise<{ value: string | null } | null> {
  let value: string | null = null
  const done = await sending.send(async () => {
    value = readOnce(await sendJson('POST', API + path, body), member)
  })
  return done ? { value } : null
}

interface GivenProps<T> {
  path: string
  read: (body: unknown) => T[]
  words: { lead: string; empty: string; add: string }
  row: (one: T, onGone: () => void) => ReactNode
  form: (onDone: (made?: Made) => void) => ReactNode
}

/** What was given to people and programs: shown once as it is made, listed, and revoked. */
export function Given<T>({ path, read, words, row, form }: GivenProps<T>) {
  const list = useResource(path, read, EVERY)
  const { open, setOpen, done, once } = useMaking<true>(list.reload)
  if (once) return once
  if (open) return form(done)
  return (
    <>
      <div className="scroll">
        <p className="rows-lead">{words.lead}</p>
        {list.data === null || list.data.length === 0 ? (
          <Note of={list} empty={words.empty} />
        ) : (
          <ul className="rows">{list.data.map(one => row(one, list.reload))}</ul>
        )}
      </div>
      <div className="win-foot">
        <button type="button" className="button" onClick={() => setOpen(true)}>
          {words.add}
        </button>
      </div>
    </>
  )
}

interface RevokeProps {
  path: string
  label: string
  name: string
  question?: string
  /** What is said once it is done; undefined: the list shows it. */
  said?: string
  onGone: () => void
}

/** The button that takes back what a row is about. */
export function Revoke({ path, said, onGone, ...words }: RevokeProps) {
  const revoke = () =>
    sendJson('DELETE', API + path)
      .then(
        () => said && toasts.show({ text: said, tone: 'good' }),
        () => toasts.show({ text: text.admin.failed, tone: 'bad' }),
      )
      .finally(onGone)
  return (
    <span className="rows-acts">
      <ConfirmButton {...words} onConfirm={revoke} />
    </span>
  )
}

/** When something was used last. */
export function Used({ at }: { at: number | null }) {
  const { feed } = usePageContext()
  if (at === null) return <span>{text.admin.never}</span>
  return <span title={text.exact(at)}>{text.admin.used(text.ago((feed.clock.time() - at) / 1000))}</span>
}

/** Until when something can be used, or since when no more. */
export function Until({ at }: { at: number }) {
  const { feed } = usePageContext()
  const over = at < feed.clock.time()
  return (
    <span className={over ? 'warn' : undefined} title={text.exact(at)}>
      {(over ? text.admin.expired : text.admin.until)(text.admin.day(at))}
    </span>
  )
}
