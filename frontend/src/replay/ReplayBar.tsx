import { useEffect, useRef, useState } from 'react'
import { usePageContext } from '../shell/context'
import { text } from '../text'
import { Icon } from '../ui/Icon'
import { useNow } from '../ui/useNow'
import { levelOf, SPEEDS, stepOf } from './levels'
import type { ReplayState } from './replay'
import { SPANS } from './replay'
import { Strip, Timeline } from './Timeline'
import { shareOf, stretchOf } from './timeline'
import { useBuckets, useMarks, useReplay } from './useTimeline'
import './replay.css'

/** The bar under the map: folded, the last day at a glance; unfolded, the past to be played. */
export function ReplayBar() {
  const { feed } = usePageContext()
  const state = useReplay()
  useNow(1000, true)
  const now = feed.clock.time()
  const stretch = useHeld(stretchOf(state.span, state.time, now))
  const { buckets, error, read } = useBuckets(state.span, stretch)
  const marks = useMarks(stretch)
  const empty = read && buckets.length === 0 && marks.length === 0
  const shown = { state, now, stretch, buckets, marks, error, empty }
  return state.open ? <Unfolded {...shown} /> : <Folded {...shown} />
}

/** The same on a phone, where it stands on the sheet and is away until it is asked for. */
export function PhoneReplay({ bottom, onHeight }: { bottom: number; onHeight: (height: number) => void }) {
  const { open } = useReplay()
  return open ? <PhoneBar bottom={bottom} onHeight={onHeight} /> : null
}

function PhoneBar({ bottom, onHeight }: { bottom: number; onHeight: (height: number) => void }) {
  const { feed, replay } = usePageContext()
  const root = useRef<HTMLElement>(null)
  const state = useReplay()
  useNow(1000, true)
  const now = feed.clock.time()
  const stretch = useHeld(stretchOf(state.span, state.time, now))
  const { buckets } = useBuckets(state.span, stretch)
  const marks = useMarks(stretch)
  useEffect(() => {
    onHeight(root.current?.offsetHeight ?? 0)
    return () => onHeight(0)
  }, [onHeight])
  const close = () => {
    replay.live()
    replay.setOpen(false)
  }
  return (
    <section ref={root} className="replay phone-replay" aria-label={text.replay.title} style={{ bottom }}>
      <div className="replay-line">
        <PlayButton state={state} size={20} />
        <Time state={state} now={now} short />
        <select
          aria-label={text.replay.speed}
          value={state.speed}
          onChange={event => {
            const speed = SPEEDS.find(each => each === Number(event.target.value))
            if (speed) replay.setSpeed(speed)
          }}
        >
          {SPEEDS.map(speed => (
            <option key={speed} value={speed}>
              {text.replay.times(speed)}
            </option>
          ))}
        </select>
        <select
          aria-label={text.replay.span}
          value={state.span}
          onChange={event => {
            const span = SPANS.find(each => each === event.target.value)
            if (span) replay.setSpan(span)
          }}
        >
          {SPANS.map(span => (
            <option key={span} value={span}>
              {text.replay.spans[span]}
            </option>
          ))}
        </select>
        <button type="button" className="icon-button" aria-label={text.replay.backToLive} onClick={close}>
          <Icon name="close" size={20} />
        </button>
      </div>
      <Timeline state={state} stretch={stretch} buckets={buckets} marks={marks} now={now} tickGap={56} />
    </section>
  )
}

/** A stretch as one object for as long as it stays the same. */
function useHeld<T extends { from: number; to: number }>(stretch: T): T {
  const [held, hold] = useState(stretch)
  if (held.from === stretch.from && held.to === stretch.to) return held
  hold(stretch)
  return stretch
}

type Shown = { state: ReplayState; now: number } & Omit<Parameters<typeof Timeline>[0], 'tickGap'> & {
    error: unknown
    /** Nothing was stored in this stretch. */
    empty: boolean
  }

function Folded({ state, now, stretch, buckets, marks, empty }: Shown) {
  const { replay } = usePageContext()
  const { time, span } = state
  const unfold = () => replay.setOpen(true)
  return (
    <section className="replay folded" aria-label={text.replay.title}>
      {time === null ? (
        <span className="replay-live good">
          <Icon name="live" size={14} />
          {text.replay.live}
        </span>
      ) : (
        <>
          <PlayButton state={state} size={14} />
          <button type="button" className="replay-live accent" onClick={() => replay.live()}>
            {text.replay.backToLive}
          </button>
        </>
      )}
      <span className="ink-3 replay-span">{empty ? text.replay.comes[span] : text.replay.last[span]}</span>
      <button
        type="button"
        className="replay-strip"
        tabIndex={-1}
        aria-hidden="true"
        title={text.replay.unfold}
        onClick={event => {
          const box = event.currentTarget.getBoundingClientRect()
          replay.seek(stretch.from + ((stretch.to - stretch.from) * (event.clientX - box.left)) / box.width)
          unfold()
        }}
      >
        <Strip
          stretch={stretch}
          span={span}
          buckets={buckets}
          marks={marks}
          share={shareOf(stretch, time ?? now)}
        />
      </button>
      <time className={time === null ? 'ink-2' : 'accent'} dateTime={new Date(time ?? now).toISOString()}>
        {text.replay.seconds(time ?? now)}
      </time>
      <button
        type="button"
        className="icon-button small"
        aria-label={text.replay.unfold}
        title={text.replay.unfold}
        aria-expanded={false}
        onClick={unfold}
      >
        <Icon name="up" size={14} />
      </button>
    </section>
  )
}

function Unfolded({ state, now, stretch, buckets, marks, error }: Shown) {
  const { replay } = usePageContext()
  const { time, speed, span } = state
  const step = text.replay.step(stepOf(speed))
  const within = marks.filter(({ at }) => at >= stretch.from && at <= stretch.to)
  const count = (kind: 'death' | 'rare') => within.filter(mark => mark.kind === kind).length
  return (
    <section className="replay" aria-label={text.replay.title}>
      <div className="replay-line">
        <button
          type="button"
          className="icon-button"
          aria-label={text.replay.back(step)}
          title={text.replay.back(step)}
          onClick={() => replay.step(-1)}
        >
          <Icon name="back" />
        </button>
        <PlayButton state={state} size={16} />
        <button
          type="button"
          className="icon-button"
          aria-label={text.replay.forward(step)}
          title={text.replay.forward(step)}
          disabled={time === null}
          onClick={() => replay.step(1)}
        >
          <Icon name="fwd" />
        </button>
        <Choice
          label={text.replay.speed}
          options={SPEEDS.map(id => ({ id, title: text.replay.times(id), long: text.replay.timesLong(id) }))}
          chosen={speed}
          onChoose={id => replay.setSpeed(id)}
        />
        <Time state={state} now={now} />
        {error ? <span className="warn replay-note">{text.replay.barsUnread}</span> : null}
        <span className="replay-counts">
          <span>
            <span className="rare">
              <Icon name="rare-great" size={12} />
            </span>
            {text.replay.rares(count('rare'))}
          </span>
          <span>
            <span className="bad">
              <Icon name="death" size={12} />
            </span>
            {text.replay.deaths(count('death'))}
          </span>
        </span>
        <Choice
          label={text.replay.span}
          options={SPANS.map(id => ({ id, title: text.replay.spans[id], long: text.replay.last[id] }))}
          chosen={span}
          onChoose={id => replay.setSpan(id)}
        />
        <button
          type="button"
          className="button replay-back"
          disabled={time === null}
          onClick={() => replay.live()}
        >
          <Icon name="live" size={14} />
          {text.replay.backToLive}
        </button>
        <button
          type="button"
          className="icon-button small"
          aria-label={text.replay.fold}
          title={text.replay.fold}
          aria-expanded={true}
          onClick={() => replay.setOpen(false)}
        >
          <Icon name="down" size={14} />
        </button>
      </div>
      <Timeline state={state} stretch={stretch} buckets={buckets} marks={marks} now={now} tickGap={72} />
    </section>
  )
}

function PlayButton({ state, size }: { state: ReplayState; size: 14 | 16 | 20 }) {
  const { replay } = usePageContext()
  const label = state.playing ? text.replay.pause : text.replay.play
  return (
    <button
      type="button"
      className="icon-button play"
      aria-label={label}
      aria-keyshortcuts="Space"
      title={`${label} (Space)`}
      onClick={() => replay.toggle()}
    >
      <Icon name={state.playing ? 'pause' : 'play'} size={size} />
    </button>
  )
}

/** Which time is shown, and how long ago that was. */
function Time({ state, now, short = false }: { state: ReplayState; now: number; short?: boolean }) {
  const { time, waiting, error } = state
  const shown = time ?? now
  const day = short ? text.replay.shortDay(shown) : text.replay.day(shown)
  // A stretch of some seconds would be told in each of its frames otherwise.
  const ago = time === null ? text.replay.live : text.replay.since(Math.max(0, now - time))
  return (
    <span className="replay-time" data-step={levelOf(state.speed).step}>
      <time dateTime={new Date(shown).toISOString()}>{text.replay.seconds(shown)}</time>
      <span className={error ? 'warn' : 'ink-2'} role={error ? 'alert' : undefined}>
        {error ? text.replay.unread : waiting ? text.replay.reading : short ? day : `${day}, ${ago}`}
      </span>
    </span>
  )
}

interface ChoiceProps<T extends string | number> {
  label: string
  options: readonly { id: T; title: string; long: string }[]
  chosen: T
  onChoose: (id: T) => void
}

function Choice<T extends string | number>({ label, options, chosen, onChoose }: ChoiceProps<T>) {
  const { replay } = usePageContext()
  return (
    <div className="segments replay-choice" role="radiogroup" aria-label={label}>
      {options.map(({ id, title, long }) => (
        <label key={id} className={id === chosen ? 'on' : undefined} title={long}>
          <input
            className="unseen"
            type="radio"
            name={label}
            aria-label={long}
            checked={id === chosen}
            onChange={() => onChoose(id)}
            onKeyDown={event => {
              // What is chosen already is not chosen again: here too the bar plays.
              if (event.key !== ' ' || id !== chosen) return
              event.preventDefault()
              replay.toggle()
            }}
          />
          {title}
        </label>
      ))}
    </div>
  )
}
