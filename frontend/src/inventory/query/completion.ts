import { isRecord, readNumber, readText } from '../../live/player'

/** What may stand at the cursor in place of a part of the text. */
export interface Completion {
  from: number
  to: number
  items: Completed[]
}

export interface Completed {
  text: string
  /** Filter, value, character, tag, word, operator or keyword. */
  kind: string
  hint: string
  /** How many items have it; null: that is not known. */
  count: number | null
}

export const NOTHING: Completion = { from: 0, to: 0, items: [] }

export function readCompletion(body: unknown): Completion {
  if (!isRecord(body)) return NOTHING
  const [from, to] = [readNumber(body.from), readNumber(body.to)]
  if (from === null || to === null || from < 0 || to < from) return NOTHING
  const items = (Array.isArray(body.items) ? body.items : []).flatMap((item): Completed[] => {
    const text = isRecord(item) ? readText(item.text) : null
    if (text === null) return []
    return [
      {
        text,
        kind: readText(item.kind) ?? '',
        hint: readText(item.hint) ?? '',
        count: readNumber(item.count),
      },
    ]
  })
  return { from, to, items }
}

// Behind these one types on at once.
const OPEN = ['filter', 'operator']

/** Puts a completion in, and a blank behind what is whole. */
export function completed(
  text: string,
  { from, to }: Completion,
  item: Completed,
): { text: string; at: number } {
  const whole = !OPEN.includes(item.kind) || !/[:<>=]$/.test(item.text)
  const next = text[to]
  const blank = whole && (next === undefined || !/[\s)+]/.test(next)) ? ' ' : ''
  const put = item.text + blank
  return { text: text.slice(0, from) + put + text.slice(to), at: from + put.length }
}

/** The part of a completion that was typed already, as [before, typed, after]. */
export function typedPart(item: string, typed: string): [string, string, string] {
  const wanted = typed.toLowerCase()
  const at = wanted ? item.toLowerCase().indexOf(wanted) : -1
  return at < 0
    ? [item, '', '']
    : [item.slice(0, at), item.slice(at, at + wanted.length), item.slice(at + wanted.length)]
}
