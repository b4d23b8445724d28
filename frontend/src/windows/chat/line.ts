import { isRecord, readText, readTime } from '../../live/player'

export const CHANNELS = ['allegiance', 'fellowship', 'tell', 'local', 'system'] as const
export type Channel = (typeof CHANNELS)[number]

/** A line of chat as one character heard it. */
export interface Line {
  /** Tells lines apart for React; given out by this page. */
  key: number
  character: string
  at: number
  text: string
  channel: Channel
}

/** As many lines as the server remembers of one character, for each of a few. */
export const MOST = 2000

let lastKey = 0

export function readLine(message: unknown): Line | null {
  if (!isRecord(message)) return null
  const [character, text] = [readText(message.character_name), readText(message.text)]
  if (character === null || text === null) return null
  return {
    key: ++lastKey,
    character,
    at: readTime(message.timestamp) ?? Date.now(),
    text,
    channel: channelOf(readText(message.channel), text),
  }
}

// What a line without a channel begins with, in the manner of the game's client.
const BY_TEXT: [RegExp, Channel][] = [
  [/^\[Allegiance\]/i, 'allegiance'],
  [/^\[Fellowship\]/i, 'fellowship'],
  [/^(You tell |.{1,64} tells you, )/, 'tell'],
  [/^(You say, |.{1,64} says, )/, 'local'],
]

function channelOf(channel: string | null, text: string): Channel {
  const named = channel?.toLowerCase()
  if (named) return CHANNELS.find(each => named.startsWith(each)) ?? (named === 'say' ? 'local' : 'system')
  return BY_TEXT.find(([begin]) => begin.test(text))?.[1] ?? 'system'
}

/** Adds lines to those that are shown, in the order of time, without those that were read twice. */
export function withLines(lines: readonly Line[], added: readonly Line[]): Line[] {
  const seen = new Set(lines.map(identity))
  const fresh = added.filter(line => !seen.has(identity(line)))
  if (fresh.length === 0) return lines as Line[]
  const all = [...lines, ...fresh]
  const inOrder = fresh.every(line => line.at >= (lines.at(-1)?.at ?? 0)) && fresh.length === 1
  if (!inOrder) all.sort((a, b) => a.at - b.at)
  return all.slice(-MOST)
}

function identity({ character, at, text }: Line): string {
  return `${at} ${character} ${text}`
}

export interface ChatFilter {
  channels: ReadonlySet<Channel>
  character: string | null
  text: string
}

export function selectLines(lines: readonly Line[], { channels, character, text }: ChatFilter): Line[] {
  const wanted = text.trim().toLowerCase()
  return lines.filter(
    line =>
      (channels.size === 0 || channels.has(line.channel)) &&
      (character === null || line.character === character) &&
      (!wanted || line.text.toLowerCase().includes(wanted)),
  )
}

/** A line with all who heard it, in the order in which they did. */
export interface HeardLine extends Line {
  by: readonly string[]
}

// Plugins of several clients tell of the same words within this time.
const AT_ONCE = 5000

/** What several hear at once is one line. Somebody who hears the same words again hears another. */
export function together(lines: readonly Line[]): HeardLine[] {
  const found: { line: Line; by: string[] }[] = []
  const last = new Map<string, { line: Line; by: string[] }>()
  for (const line of lines) {
    const words = `${line.channel} ${line.text}`
    const before = last.get(words)
    if (before && line.at - before.line.at <= AT_ONCE && !before.by.includes(line.character)) {
      before.by.push(line.character)
      continue
    }
    const one = { line, by: [line.character] }
    last.set(words, one)
    found.push(one)
  }
  return found.map(({ line, by }) => ({ ...line, by }))
}
