import { Activity, type KeyboardEvent, memo, type PointerEvent, Suspense, useId, useRef } from 'react'
import { useLive, usePageContext } from '../shell/context'
import { text } from '../text'
import { Icon } from '../ui/Icon'
import { useSubject } from './context'
import { type Point, startDrag } from './drag'
import { BAR, type Box, halfAt, type Pull, resized, snapMoved } from './geometry'
import { isOffered, kindOf, type WindowKind } from './kinds'
import type { Frame, Tab, WindowStore } from './store'
import { WindowFault } from './WindowFault'

interface FrameViewProps {
  frame: Frame
  depth: number
  front: boolean
  /** Whether a window that is being dragged would be laid onto this one. */
  target: boolean
  /** Whether others in front hide all of it: what nobody sees is not drawn and asks for nothing. */
  covered: boolean
  onTarget: (id: number | null) => void
}

// Arrow keys on the bar move or size a window by this many pixels.
const STEP = 16

/** One or more windows that lie on each other, with their bar. */
export const FrameView = memo(function FrameView(props: FrameViewProps) {
  const { frame, depth, front, target, covered, onTarget } = props
  const { windows } = usePageContext()
  const root = useRef<HTMLElement>(null)
  const id = useId()
  const tab = frame.tabs[frame.active]!
  const subject = useSubject(tab)
  const kind = kindOf(tab.kind)
  const classes = ['win', front && 'front', target && 'target'].filter(Boolean).join(' ')
  const { x, y, width, height } = frame.box

  const onDown = (event: PointerEvent) => {
    if ((event.target as Element).closest('button:not([role=tab])')) return
    const index = (event.target as Element).closest<HTMLElement>('[role=tab]')?.dataset.index
    moveFrame(event, windows, frame, index === undefined ? null : Number(index), onTarget)
  }
  const onKey = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget) return
    const box = boxByKey(event, frame.box)
    if (!box) return
    event.preventDefault()
    windows.place(frame.id, box)
  }
  return (
    <section
      ref={root}
      className={classes}
      style={{ transform: `translate(${x}px, ${y}px)`, width, height, zIndex: depth + 1 }}
      aria-labelledby={id}
      data-frame={frame.id}
      onPointerDownCapture={() => windows.raise(frame.id)}
      onFocusCapture={() => windows.raise(frame.id)}
    >
      <div
        className="win-bar"
        role="toolbar"
        aria-label={text.windows.bar(kind.title)}
        aria-description={text.windows.barHelp}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the window is moved with the keyboard from here
        tabIndex={0}
        onPointerDown={onDown}
        onKeyDown={onKey}
        onDoubleClick={() => windows.place(frame.id, { x: 8, y: 8, ...windows.getStage() })}
      >
        {frame.tabs.length === 1 ? (
          <h2 id={id} className="win-title">
            <Icon name={kind.icon} size={14} />
            <span>{kind.title}</span>
            {kind.ofCharacter && <span className="ink-3 cut">{subject ?? text.windows.nobody}</span>}
          </h2>
        ) : (
          <Tabs id={id} frame={frame} />
        )}
        <BarButtons frame={frame} tab={tab} subject={subject} />
      </div>
      <Content key={`${tab.kind} ${tab.subject ?? ''}`} tab={tab} covered={covered} />
      {EDGES.map(([name, pull]) => (
        <div
          key={name}
          className={`win-edge ${name}`}
          onPointerDown={event => sizeFrame(event, windows, frame, pull)}
        />
      ))}
    </section>
  )
})

/** What a window shows, and what stands there until it is loaded. */
export function Content({ tab, covered = false }: { tab: Tab; covered?: boolean }) {
  const subject = useSubject(tab)
  const live = useLive()
  if (!isOffered(tab.kind, live)) {
    // A link or an earlier visit may ask for more than this user may see; who it is is told with the first message.
    const known = live.permissions.length > 0
    return <p className="win-body win-note">{known ? text.windows.notOffered : text.windows.loading}</p>
  }
  return <Body kind={tab.kind} subject={subject} covered={covered} />
}

interface BodyProps {
  kind: WindowKind
  subject: string | null
  covered: boolean
}

/** Apart from what decides whether it is shown, which is looked at with each answer of the server's. */
const Body = memo(function Body({ kind, subject, covered }: BodyProps) {
  const { Content: Shown } = kindOf(kind)
  return (
    <div className="win-body">
      <Activity mode={covered ? 'hidden' : 'visible'}>
        <WindowFault>
          <Suspense fallback={<p className="win-note ink-3">{text.windows.loading}</p>}>
            <Shown character={subject} key={subject} />
          </Suspense>
        </WindowFault>
      </Activity>
    </div>
  )
})

function Tabs({ id, frame }: { id: string; frame: Frame }) {
  const { windows } = usePageContext()
  const onKey = (event: KeyboardEvent) => {
    const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
    if (by === 0) return
    event.preventDefault()
    windows.choose(frame.id, (frame.active + by + frame.tabs.length) % frame.tabs.length)
    const tabs = event.currentTarget.querySelectorAll<HTMLElement>('[role=tab]')
    requestAnimationFrame(() => tabs[(frame.active + by + frame.tabs.length) % frame.tabs.length]?.focus())
  }
  return (
    <div className="win-tabs" role="tablist" id={id} onKeyDown={onKey}>
      {frame.tabs.map((tab, index) => (
        <button
          key={`${tab.kind} ${tab.subject ?? ''}`}
          type="button"
          role="tab"
          data-index={index}
          aria-selected={index === frame.active}
          tabIndex={index === frame.active ? 0 : -1}
          onClick={() => windows.choose(frame.id, index)}
        >
          <Icon name={kindOf(tab.kind).icon} size={14} />
          <span className="cut">
            {kindOf(tab.kind).title}
            {tab.subject && <span className="ink-3"> {tab.subject}</span>}
          </span>
        </button>
      ))}
    </div>
  )
}

function BarButtons({ frame, tab, subject }: { frame: Frame; tab: Tab; subject: string | null }) {
  const { windows } = usePageContext()
  const kind = kindOf(tab.kind)
  const pin = tab.subject === null ? text.windows.pin(subject ?? '') : text.windows.unpin
  return (
    <>
      {kind.ofCharacter && subject !== null && (
        <button
          type="button"
          className={tab.subject === null ? 'icon-button small' : 'icon-button small on'}
          aria-label={pin}
          aria-pressed={tab.subject !== null}
          title={pin}
          onClick={() => windows.assign(frame.id, tab.subject === null ? subject : null)}
        >
          <Icon name="pin" size={14} />
        </button>
      )}
      <button
        type="button"
        className="icon-button small"
        aria-label={text.windows.close(kind.title)}
        title={`${text.windows.closeShort} (Esc)`}
        onClick={() => windows.close(tab)}
      >
        <Icon name="close" size={14} />
      </button>
    </>
  )
}

const EDGES: [string, Pull][] = [
  ['n', { x: 0, y: -1 }],
  ['s', { x: 0, y: 1 }],
  ['w', { x: -1, y: 0 }],
  ['e', { x: 1, y: 0 }],
  ['nw', { x: -1, y: -1 }],
  ['ne', { x: 1, y: -1 }],
  ['sw', { x: -1, y: 1 }],
  ['se', { x: 1, y: 1 }],
]

function boxByKey(event: KeyboardEvent, box: Box): Box | null {
  const ways: Record<string, [number, number]> = {
    ArrowLeft: [-STEP, 0],
    ArrowRight: [STEP, 0],
    ArrowUp: [0, -STEP],
    ArrowDown: [0, STEP],
  }
  const way = ways[event.key]
  if (!way) return null
  const [dx, dy] = way
  if (event.shiftKey) return { ...box, width: box.width + dx, height: box.height + dy }
  return { ...box, x: box.x + dx, y: box.y + dy }
}

function othersOf(windows: WindowStore, id: number): Box[] {
  return windows
    .get()
    .filter(frame => frame.id !== id)
    .map(frame => frame.box)
}

function sizeFrame(event: PointerEvent, windows: WindowStore, frame: Frame, pull: Pull): void {
  event.preventDefault()
  const others = othersOf(windows, frame.id)
  const { least } = kindOf(frame.tabs[frame.active]!.kind)
  startDrag(event, {
    onMove: by => windows.place(frame.id, resized(frame.box, pull, by, least, others, windows.getStage())),
    onEnd: (_, cancelled) => cancelled && windows.place(frame.id, frame.box),
  })
}

/** Moves a frame with the pointer; a tab that is pulled out of its bar becomes a frame of its own. */
function moveFrame(
  event: PointerEvent,
  windows: WindowStore,
  frame: Frame,
  tab: number | null,
  onTarget: (id: number | null) => void,
): void {
  const layer = event.currentTarget.closest('.windows')!.getBoundingClientRect()
  const within = (at: Point): Point => ({ x: at.x - layer.left, y: at.y - layer.top })
  let id = frame.id
  let start = frame.box
  let torn = tab === null || frame.tabs.length === 1
  startDrag(event, {
    onMove: (by, at) => {
      if (!torn) {
        if (Math.abs(by.y) < BAR) return
        const pointer = within(at)
        start = { ...frame.box, x: pointer.x - by.x - 60, y: pointer.y - by.y - BAR / 2 }
        id = windows.split(frame.id, tab!, start)
        torn = true
      }
      const others = othersOf(windows, id)
      windows.place(
        id,
        snapMoved({ ...start, x: start.x + by.x, y: start.y + by.y }, others, windows.getStage()),
      )
      onTarget(barUnder(windows, id, within(at)))
    },
    onEnd: (at, cancelled) => {
      onTarget(null)
      if (!torn) return
      if (cancelled) {
        windows.place(id, start)
        return
      }
      const pointer = within(at)
      const onto = barUnder(windows, id, pointer)
      const half = halfAt(pointer.x, windows.getStage())
      if (onto !== null) windows.merge(id, onto)
      else if (half) windows.place(id, half)
    },
  })
}

/** The frame in front whose bar is under the pointer, without the one that is dragged. */
function barUnder(windows: WindowStore, dragged: number, at: Point): number | null {
  const found = windows
    .get()
    .filter(({ id, box }) => id !== dragged && at.x >= box.x && at.x < box.x + box.width && at.y >= box.y)
    .findLast(({ box }) => at.y < box.y + BAR)
  return found?.id ?? null
}
