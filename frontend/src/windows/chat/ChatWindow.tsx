import { type FormEvent, memo, useEffect, useMemo, useRef, useState } from 'react'
import { isRecord, readText } from '../../live/player'
import { useMessages } from '../../live/useMessages'
import { useMessagesInTurn } from '../../live/useMessagesInTurn'
import { useResource } from '../../live/useResource'
import { useLive, usePage, usePageContext } from '../../shell/context'
import { text } from '../../text'
import { Icon } from '../../ui/Icon'
import { SearchField } from '../../ui/SearchField'
import { Note } from '../Note'
import {
  CHANNELS,
  type Channel,
  type HeardLine,
  type Line,
  readLine,
  selectLines,
  together,
  withLines,
} from './line'
import './chat.css'

// How long ago a line was said is told to the minute.
const TOLD_EVERY = 60_000
// So many of the newest lines are on the page; who reads further up gets as many more each time.
const DRAWN = 100

/** What all characters hear, and a field to say something through one of them. */
export default function ChatWindow() {
  const chat = useResource('/chat?limit=500', readLines)
  const [said, setSaid] = useState<Line[]>([])
  const [channels, setChannels] = useState<ReadonlySet<Channel>>(new Set())
  const [wanted, setWanted] = useState('')
  const [character, setCharacter] = useState<string | null>(null)
  useMessagesInTurn(['chat'], messages => {
    const heard = messages.map(readLine).filter(line => line !== null)
    if (heard.length > 0) setSaid(before => withLines(before, heard))
  })
  const lines = useMemo(() => withLines(chat.data ?? [], said), [chat.data, said])
  const shown = useMemo(
    () => together(selectLines(lines, { channels, character, text: wanted })),
    [lines, channels, character, wanted],
  )
  const speakers = useMemo(() => [...new Set(lines.map(line => line.character))].sort(), [lines])
  const toggle = (channel: Channel) => {
    const next = new Set(channels)
    if (!next.delete(channel)) next.add(channel)
    setChannels(next)
  }
  return (
    <>
      <div className="chat-filter">
        <div className="chips" role="group" aria-label={text.chat.channels}>
          {CHANNELS.map(channel => (
            <button
              key={channel}
              type="button"
              className={`chip chat-${channel}`}
              aria-pressed={channels.has(channel)}
              onClick={() => toggle(channel)}
            >
              {text.chat.channel[channel]}
            </button>
          ))}
        </div>
        <select
          aria-label={text.chat.heardBy}
          value={character ?? ''}
          onChange={event => setCharacter(event.target.value || null)}
        >
          <option value="">{text.chat.everybody}</option>
          {speakers.map(name => (
            <option key={name}>{name}</option>
          ))}
        </select>
        <SearchField label={text.chat.search} value={wanted} onChange={setWanted} />
      </div>
      {lines.length === 0 ? (
        <Note of={chat} empty={text.chat.empty} />
      ) : shown.length === 0 ? (
        <p className="win-note">{text.chat.nothing}</p>
      ) : (
        <Lines lines={shown} />
      )}
      <Say />
    </>
  )
}

/** The lines, oldest first; stays at the newest unless somebody reads further up. */
function Lines({ lines }: { lines: readonly HeardLine[] }) {
  const { feed } = usePageContext()
  const list = useRef<HTMLOListElement>(null)
  const atEnd = useRef(true)
  const [drawn, draw] = useState(DRAWN)
  const last = lines.at(-1)?.key
  const now = Math.floor(feed.clock.time() / TOLD_EVERY) * TOLD_EVERY
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new last line is the reason to scroll
  useEffect(() => {
    const toEnd = () => {
      if (atEnd.current && list.current) list.current.scrollTop = list.current.scrollHeight
    }
    toEnd()
    // How high lines are that come into sight is known only after that.
    const frame = requestAnimationFrame(toEnd)
    return () => cancelAnimationFrame(frame)
  }, [last])
  const onScroll = ({ currentTarget }: { currentTarget: HTMLElement }) => {
    const { scrollTop, scrollHeight, clientHeight } = currentTarget
    atEnd.current = scrollHeight - scrollTop - clientHeight < 24
    if (atEnd.current) draw(DRAWN)
    else if (scrollTop < clientHeight) draw(Math.min(drawn, lines.length) + DRAWN)
  }
  return (
    <ol
      ref={list}
      className="scroll chat-lines"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached with the keyboard
      tabIndex={0}
      aria-label={text.chat.title}
      onScroll={onScroll}
    >
      {lines.slice(-drawn).map(line => (
        <Heard key={line.key} line={line} now={now} />
      ))}
    </ol>
  )
}

const Heard = memo(
  function Heard({ line, now }: { line: HeardLine; now: number }) {
    const { by } = line
    return (
      <li>
        <time dateTime={new Date(line.at).toISOString()} title={text.heardAt(by.join(', '), line.at, now)}>
          {text.clock(line.at)}
        </time>
        <span className={`chat-text chat-${line.channel}`}>
          {line.text}
          {by.length > 1 && (
            <span className="chat-by" title={text.chat.heardByAll(by)}>
              {text.chat.times(by.length)}
            </span>
          )}
        </span>
      </li>
    )
  },
  (before, after) =>
    before.line.key === after.line.key &&
    before.line.by.length === after.line.by.length &&
    before.now === after.now,
)

/** Sends a line to a character's plugin: speech, or a command that begins with a slash. */
function Say() {
  const { feed } = usePageContext()
  const { players, permissions } = useLive()
  const { followed, selected } = usePage()
  const [as, setAs] = useState<string | null>(null)
  const [words, setWords] = useState('')
  const [answer, setAnswer] = useState<{ ok: boolean; text: string } | null>(null)
  useMessages(['command_result'], message => {
    const name = readText(message.player_name) ?? ''
    setAnswer(
      message.ok === true
        ? { ok: true, text: text.chat.sent(name) }
        : { ok: false, text: readText(message.message) ?? text.chat.notSent(name) },
    )
  })
  if (!permissions.includes('command')) return null
  const speaker = as ?? followed ?? selected ?? players[0]?.name ?? ''
  const send = (event: FormEvent) => {
    event.preventDefault()
    if (!words.trim() || !speaker) return
    if (!feed.send({ player_name: speaker, command: words })) {
      setAnswer({ ok: false, text: text.chat.noConnection })
      return
    }
    setAnswer(null)
    setWords('')
  }
  return (
    <form className="chat-say" onSubmit={send}>
      <select aria-label={text.chat.sayAs} value={speaker} onChange={event => setAs(event.target.value)}>
        {players.map(player => (
          <option key={player.name}>{player.name}</option>
        ))}
      </select>
      <input
        value={words}
        placeholder={text.chat.say}
        aria-label={text.chat.say}
        maxLength={1000}
        autoComplete="off"
        onChange={event => setWords(event.target.value)}
      />
      <button type="submit" className="icon-button" aria-label={text.chat.send} disabled={!speaker}>
        <Icon name="send" />
      </button>
      {answer && (
        <p role="status" className={answer.ok ? 'good' : 'bad'}>
          {answer.text}
        </p>
      )}
    </form>
  )
}

function readLines(body: unknown): Line[] {
  const list = isRecord(body) && Array.isArray(body.messages) ? body.messages : []
  return list
    .map(readLine)
    .filter(line => line !== null)
    .reverse()
}
