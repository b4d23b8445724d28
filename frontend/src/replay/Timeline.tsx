import { type KeyboardEvent, memo, type PointerEvent, useMemo, useRef, useState } from 'react'
import { usePageContext } from '../shell/context'
import { text } from '../text'
import { Icon } from '../ui/Icon'
import type { ReplayState, Span } from './replay'
import { type Bucket, barsPath } from './summary'
import {
  groupMarks,
  type Mark,
  type MarkGroup,
  markFrom,
  SPAN,
  type Stretch,
  shareOf,
  ticksOf,
  timeAt,
} from './timeline'
import { useWidth } from './useTimeline'

interface TimelineProps {
  state: ReplayState
  stretch: Stretch
  buckets: readonly Bucket[]
  marks: readonly Mark[]
  /** The server's time. */
  now: number
  /** Pixels between two ticks, at least. */
  tickGap: number
}

// Marks nearer than this many pixels are drawn as one.
const MARK_GAP = 14
// A key that goes far goes by this share of what is shown.
const PAGE = 0.1

/** Bars, marks, times and the handle that says which time the map shows. */
export function Timeline({ state, stretch: given, buckets, marks, now, tickGap }: TimelineProps) {
  const { replay } = usePageContext()
  const track = useRef<HTMLDivElement>(null)
  const width = useWidth(track)
  // While the handle is dragged, what lies under it must not move away.
  const [held, hold] = useState<{ stretch: Stretch; playing: boolean } | null>(null)
  const stretch = held?.stretch ?? given
  const time = state.time ?? now
  const share = Math.min(1, Math.max(0, shareOf(stretch, time)))

  const seekTo = (event: PointerEvent, within: Stretch) => {
    const box = track.current!.getBoundingClientRect()
    replay.seek(timeAt(within, (event.clientX - box.left) / box.width))
  }
  const down = (event: PointerEvent) => {
    if (event.button !== 0 || (event.target as Element).closest('.replay-mark')) return
    event.currentTarget.setPointerCapture(event.pointerId)
    hold({ stretch: given, playing: state.playing })
    if (state.playing) replay.pause()
    seekTo(event, given)
  }
  const up = () => {
    if (held?.playing && replay.get().time !== null) replay.play()
    hold(null)
  }
  const key = (event: KeyboardEvent) => {
    if (!actOn(event, replay, stretch, marks, time)) return
    event.preventDefault()
  }
  return (
    <div
      ref={track}
      className={held ? 'timeline held' : 'timeline'}
      onPointerDown={down}
      onPointerMove={event => held && seekTo(event, held.stretch)}
      onPointerUp={up}
      onPointerCancel={up}
    >
      <Marks marks={marks} stretch={stretch} width={width} />
      <div className="timeline-bars">
        <Bars stretch={stretch} span={state.span} buckets={buckets} share={share} />
      </div>
      <Ticks stretch={stretch} width={width} gap={tickGap} />
      <div
        className={state.time === null ? 'timeline-handle live' : 'timeline-handle'}
        role="slider"
        tabIndex={0}
        aria-label={text.replay.timeline}
        aria-description={text.replay.timelineHelp}
        aria-valuemin={Math.round(stretch.from / 1000)}
        aria-valuemax={Math.round(stretch.to / 1000)}
        aria-valuenow={Math.round(time / 1000)}
        aria-valuetext={valueText(state.time, marks, time)}
        style={{ left: `${share * 100}%` }}
        onKeyDown={key}
      />
    </div>
  )
}

/** What a screen reader says of the handle: the time, and what happened just then. */
function valueText(shown: number | null, marks: readonly Mark[], time: number): string {
  if (shown === null) return text.replay.live
  const here = marks.filter(({ at }) => Math.abs(at - time) < 1000).map(describe)
  return [text.exact(time), ...here].join(', ')
}

function actOn(
  event: KeyboardEvent,
  replay: ReturnType<typeof usePageContext>['replay'],
  stretch: Stretch,
  marks: readonly Mark[],
  time: number,
): boolean {
  const way = ({ ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 } as const)[event.key]
  const far = { PageDown: -1, PageUp: 1 }[event.key]
  if (way && event.shiftKey) {
    const mark = markFrom(marks, time, way)
    if (mark) replay.seek(mark.at)
  } else if (way) replay.step(way)
  else if (far) replay.seek(time + far * PAGE * (stretch.to - stretch.from))
  else if (event.key === 'Home') replay.seek(stretch.from)
  else if (event.key === 'End') replay.live()
  else return false
  return true
}

interface BarsProps {
  stretch: Stretch
  span: Span
  buckets: readonly Bucket[]
  /** How much of them is past. */
  share: number
}

/** Bars of kills: those before the time that is shown in the accent, those to come in grey. */
function Bars({ stretch, span, buckets, share }: BarsProps) {
  const { bucket, bars } = SPAN[span]
  const path = useMemo(() => barsPath(buckets, stretch.from, bucket, bars), [buckets, stretch, bucket, bars])
  const box = `0 0 ${Math.round((stretch.to - stretch.from) / bucket) * bars} 100`
  const past = { clipPath: `inset(0 ${(1 - share) * 100}% 0 0)` }
  return (
    <>
      <svg className="bars" viewBox={box} preserveAspectRatio="none" aria-hidden="true">
        <path d={path} />
      </svg>
      <svg className="bars past" viewBox={box} preserveAspectRatio="none" aria-hidden="true" style={past}>
        <path d={path} />
      </svg>
    </>
  )
}

/** The folded bar's glance: low bars, and lines where somebody died or found something. */
export function Strip(props: BarsProps & { marks: readonly Mark[] }) {
  const { marks, stretch } = props
  const root = useRef<HTMLSpanElement>(null)
  const width = useWidth(root)
  return (
    <span ref={root} className="strip">
      <Bars {...props} />
      {groupMarks(marks, stretch, width, 3).map(group => (
        <i
          key={`${group.kind} ${group.marks[0]!.at}`}
          className={group.kind}
          style={{ left: `${group.share * 100}%` }}
        />
      ))}
    </span>
  )
}

const Marks = memo(function Marks({
  marks,
  stretch,
  width,
}: {
  marks: readonly Mark[]
  stretch: Stretch
  width: number
}) {
  const { replay } = usePageContext()
  const [shown, show] = useState<MarkGroup | null>(null)
  const groups = useMemo(() => groupMarks(marks, stretch, width, MARK_GAP), [marks, stretch, width])
  return (
    <div className="timeline-marks" onPointerLeave={() => show(null)}>
      {groups.map(group => (
        <button
          key={`${group.kind} ${group.marks[0]!.at} ${group.marks[0]!.name}`}
          type="button"
          // The handle goes from mark to mark with the keyboard, and says the same.
          tabIndex={-1}
          className={`replay-mark ${group.kind === 'rare' ? 'rare' : 'bad'}`}
          style={{ left: `${group.share * 100}%` }}
          aria-label={group.marks.slice(0, TIP_LINES).map(describe).join(', ')}
          onPointerEnter={() => show(group)}
          onClick={() => replay.seek(group.marks[0]!.at)}
        >
          <Icon name={group.kind === 'rare' ? 'rare-great' : 'death'} size={12} />
        </button>
      ))}
      {shown && <Tip group={shown} />}
    </div>
  )
})

const TIP_LINES = 6

/** Who it was, and what. */
function Tip({ group }: { group: MarkGroup }) {
  const more = group.marks.length - TIP_LINES
  const side =
    group.share > 0.5 ? { right: `${(1 - group.share) * 100}%` } : { left: `${group.share * 100}%` }
  return (
    <div className="card replay-tip" role="tooltip" style={side}>
      {group.marks.slice(0, TIP_LINES).map(mark => (
        <p key={`${mark.at} ${mark.name} ${mark.what}`}>
          <time className="ink-3" dateTime={new Date(mark.at).toISOString()} title={text.exact(mark.at)}>
            {text.replay.seconds(mark.at)}
          </time>
          <bdi className={mark.kind === 'rare' ? 'rare' : undefined}>{describe(mark)}</bdi>
        </p>
      ))}
      {more > 0 && <p className="ink-3">{text.replay.andMore(more)}</p>}
    </div>
  )
}

function describe({ kind, name, what }: Mark): string {
  return kind === 'death' ? text.replay.died(name) : text.replay.found(name, what)
}

const Ticks = memo(function Ticks({ stretch, width, gap }: { stretch: Stretch; width: number; gap: number }) {
  const ticks = useMemo(() => ticksOf(stretch, width, gap), [stretch, width, gap])
  const isLong = stretch.to - stretch.from > SPAN['24h'].length
  return (
    <div className="timeline-ticks" aria-hidden="true">
      {ticks.map(({ at, midnight }) => {
        const share = shareOf(stretch, at)
        const edge = share * width < gap / 2 ? ' first' : (1 - share) * width < gap / 2 ? ' last' : ''
        return (
          <span key={at} className={`tick${edge}`} style={{ left: `${share * 100}%` }}>
            {midnight && isLong ? text.replay.shortDay(at) : text.clock(at)}
          </span>
        )
      })}
    </div>
  )
})
