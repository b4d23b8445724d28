import { type KeyboardEvent, type RefObject, useEffect, useImperativeHandle, useRef, useState } from 'react'
import { Gestures } from '../../map/gestures'
import { appear, isMoving, type Motion, positionAt, report } from '../../map/motion'
import { readPalette } from '../../map/palette'
import { Sprites } from '../../map/sprites'
import { usePageContext, useSession } from '../../shell/context'
import { text } from '../../text'
import { reducedMotion } from '../../ui/media'
import { Tool } from '../../ui/Tool'
import { useTheme } from '../../ui/theme'
import { drawPlan, type Inmate } from './drawing'
import { boundsOf, type Plan, type Spot, withinBlock } from './plan'
import { PlanCamera } from './planCamera'

/** What others can do with the look at the plan. */
export interface PlanViewHandle {
  /** Brings somebody to the middle. */
  lookAt(inmate: Spot & { name: string }): void
}

interface PlanViewProps {
  handle: RefObject<PlanViewHandle | null>
  plan: Plan
  level: number
  inmates: readonly Inmate[]
  /** Whose window it is: whom the look can go along with. */
  subject: string
  /** It goes along from now on: his floor is to be shown, whichever it is. */
  onFollow: () => void
}

// A press of a key moves the plan by this many pixels, and zooms by this factor.
const STEP = 60
const ZOOM_STEP = 1.5
// Who stands so near to a click is meant, pixels.
const REACH = { mouse: 12, touch: 24 }

const ARROWS: Record<string, [number, number]> = {
  ArrowLeft: [STEP, 0],
  ArrowRight: [-STEP, 0],
  ArrowUp: [0, STEP],
  ArrowDown: [0, -STEP],
}

/** The plan, to be dragged, zoomed and gone through with the keys. */
export function PlanView({ handle, onFollow, ...drawing }: PlanViewProps) {
  const { plan, subject } = drawing
  const [camera] = useState(() => new PlanCamera())
  const [whole, setWhole] = useState(true)
  const [following, setFollowing] = useState(false)
  const root = useRef<HTMLDivElement>(null)
  const { canvas, wake, find } = useDrawing(drawing, camera, following)
  const { page } = usePageContext()
  const changed = () => {
    setWhole(camera.showsAll)
    wake()
  }
  const hold = () => {
    setFollowing(false)
    changed()
  }
  const fit = () => {
    camera.fit()
    hold()
  }
  const follow = () => {
    if (!following) camera.approach()
    if (!following) onFollow()
    setFollowing(!following)
    changed()
  }
  const zoom = (factor: number) => {
    camera.zoomBy(factor)
    changed()
  }
  useImperativeHandle(handle, () => ({
    lookAt: ({ name, x, y }) => {
      camera.approach()
      camera.centre({ x, y })
      setFollowing(name === subject)
      changed()
    },
  }))
  useEffect(() => {
    camera.setBounds(boundsOf(plan.cells))
    setWhole(camera.showsAll)
    wake()
  }, [camera, plan, wake])
  const acts = useRef({ changed, hold, find, page })
  acts.current = { changed, hold, find, page }
  useEffect(() => {
    const gestures = new Gestures(root.current!, camera, {
      onPoint: at => {
        root.current!.style.cursor = at && acts.current.find(at.x, at.y, REACH.mouse) ? 'pointer' : ''
      },
      onClick: (x, y, touch) => {
        const name = acts.current.find(x, y, touch ? REACH.touch : REACH.mouse)
        if (name) acts.current.page.change({ selected: name })
      },
      onMenu: () => {},
      onDrag: () => acts.current.hold(),
      onChange: () => acts.current.changed(),
    })
    return () => gestures.close()
  }, [camera])
  const onKey = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const arrow = ARROWS[event.key]
    if (arrow) {
      camera.dragBy(...arrow)
      hold()
    } else if (event.key === '+' || event.key === '=') zoom(ZOOM_STEP)
    else if (event.key === '-' || event.key === '_') zoom(1 / ZOOM_STEP)
    else if (event.key === '0') fit()
    else if (event.key === 'f' || event.key === 'F') follow()
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  const here = drawing.inmates.filter(({ level }) => level === drawing.level).map(({ name }) => name)
  return (
    <div className="dungeon-view">
      <div
        ref={root}
        className="dungeon-surface"
        role="application"
        aria-label={text.dungeon.view}
        aria-description={text.dungeon.help}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the plan is worked with the keyboard
        tabIndex={0}
        onKeyDown={onKey}
      >
        <canvas ref={canvas} className="dungeon-plan" role="img" aria-label={text.dungeon.picture(here)} />
      </div>
      <div className="tools dungeon-tools" role="toolbar" aria-label={text.dungeon.tools}>
        <Tool icon="plus" label={text.map.zoomIn} keys="+" onClick={() => zoom(ZOOM_STEP)} />
        <Tool icon="minus" label={text.map.zoomOut} keys="-" onClick={() => zoom(1 / ZOOM_STEP)} />
        <Tool icon="world" label={text.dungeon.fit} keys="0" off={whole} onClick={fit} />
        <Tool icon="follow" label={text.map.follow(subject)} keys="F" on={following} onClick={follow} />
      </div>
    </div>
  )
}

/** Draws the plan anew only when somebody moves, the window changes or it is looked at otherwise. */
function useDrawing(
  drawing: Omit<PlanViewProps, 'handle' | 'onFollow'>,
  camera: PlanCamera,
  following: boolean,
) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const theme = useTheme()
  const { feed } = useSession()
  const latest = useRef({ ...drawing, following })
  latest.current = { ...drawing, following }
  const redraw = useRef<() => void>(() => {})
  const [wake] = useState(() => () => redraw.current())
  const drawn = useRef<readonly Inmate[]>([])
  // biome-ignore lint/correctness/useExhaustiveDependencies: another theme has other colours
  useEffect(() => {
    const element = canvas.current!
    const density = window.devicePixelRatio || 1
    const palette = readPalette()
    const sprites = new Sprites(palette, density)
    const motions = new Map<string, Motion>()
    let frame = 0
    const draw = () => {
      frame = 0
      const now = performance.now()
      const { plan, inmates, level, subject, following } = latest.current
      const moved = inmates.map(inmate => walk(motions, inmate, now))
      const own = following && moved.find(({ name }) => name === subject)
      if (own) camera.centre(own)
      drawn.current = moved
      const size = { width: element.clientWidth, height: element.clientHeight }
      const context = element.getContext('2d')!
      context.setTransform(density, 0, 0, density, 0, 0)
      drawPlan(context, size, camera.view, { plan, level, inmates: moved, subject }, palette, sprites)
      if ([...motions.values()].some(motion => isMoving(motion, now))) request()
    }
    const request = () => {
      frame ||= requestAnimationFrame(draw)
    }
    redraw.current = request
    const observer = new ResizeObserver(() => {
      element.width = Math.round(element.clientWidth * density)
      element.height = Math.round(element.clientHeight * density)
      camera.resize({ width: element.clientWidth, height: element.clientHeight })
      request()
    })
    observer.observe(element)
    const off = feed.positions.subscribe(({ name, ew, ns }) => {
      const { plan, inmates } = latest.current
      const inmate = inmates.find(each => each.name === name)
      if (!inmate) return
      Object.assign(inmate, withinBlock(plan.landblock, { ew, ns }))
      request()
    })
    return () => {
      cancelAnimationFrame(frame)
      observer.disconnect()
      off()
    }
  }, [theme, feed, camera])
  useEffect(() => redraw.current())
  /** Who stands nearest to a point of the screen. */
  const find = (x: number, y: number, reach: number): string | null => {
    const away = (inmate: Inmate) => {
      const [at, down] = camera.view.at(inmate.x, inmate.y)
      return Math.hypot(at - x, down - y)
    }
    const near = drawn.current.filter(inmate => away(inmate) <= reach).sort((a, b) => away(a) - away(b))
    return near[0]?.name ?? null
  }
  return { canvas, wake, find }
}

// Motions count in units of the map, plans in metres.
const METRES = 240

/** Where somebody is on the way to where it was reported, and in which direction it goes. */
function walk(motions: Map<string, Motion>, inmate: Inmate, now: number): Inmate {
  const to = { ew: inmate.x / METRES, ns: inmate.y / METRES }
  const before = motions.get(inmate.name)
  const motion = before && !reducedMotion() ? report(before, to, now) : appear(to, now)
  motions.set(inmate.name, motion)
  const { ew, ns } = positionAt(motion, now)
  return { ...inmate, x: ew * METRES, y: ns * METRES, heading: motion.heading ?? 0 }
}
