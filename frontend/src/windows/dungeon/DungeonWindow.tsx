import { useEffect, useMemo, useRef, useState } from 'react'
import { appear, isMoving, type Motion, positionAt, report } from '../../map/motion'
import { readPalette } from '../../map/palette'
import { Sprites } from '../../map/sprites'
import { describePlace } from '../../map/usePlace'
import { onSurface } from '../../map/view'
import { useLive, useSession } from '../../shell/context'
import { text } from '../../text'
import { reducedMotion } from '../../ui/media'
import { StateMark } from '../../ui/StateMark'
import { useTheme } from '../../ui/theme'
import type { WindowProps } from '../kinds'
import { drawPlan, type Inmate } from './drawing'
import { cellAt, heightOf, levelAt, levelsOf, type Plan, withinBlock } from './plan'
import { useLandblock, usePlan } from './usePlan'
import './dungeon.css'

/** The dungeon that somebody is in, floor by floor, and who else is there. */
export default function DungeonWindow({ character }: WindowProps) {
  if (character === null) return <p className="win-note">{text.windows.choose}</p>
  return <Dungeon character={character} />
}

function Dungeon({ character }: { character: string }) {
  const { players } = useLive()
  const { block, asked } = useLandblock(character)
  const player = players.find(({ name }) => name === character)
  const above = player !== undefined && onSurface(player.ew, player.ns)
  const { plan, state, again } = usePlan(above && block === null ? null : block, character)
  if (plan && plan.cells.length > 0) return <Floors plan={plan} character={character} above={above} />
  if (above) return <Note>{text.dungeon.above(character, describePlace(player.ns, player.ew))}</Note>
  if (block === null) return <Note>{asked ? text.dungeon.unknown(character) : text.windows.loading}</Note>
  if (state === 'missing' || state === 'there') {
    return (
      <div className="win-note" role="status">
        <p>{text.dungeon.missing(character, block)}</p>
        <button type="button" className="button" onClick={again}>
          {text.windows.again}
        </button>
      </div>
    )
  }
  return <Note>{state === 'asking' ? text.dungeon.asking(character) : text.windows.loading}</Note>
}

function Note({ children }: { children: string }) {
  return (
    <p className="win-note" role="status">
      {children}
    </p>
  )
}

function Floors({ plan, character, above }: { plan: Plan; character: string; above: boolean }) {
  const inmates = useInmates(plan)
  const levels = useMemo(() => levelsOf(plan.cells), [plan])
  const own = inmates.find(({ name }) => name === character)
  const [wanted, setWanted] = useState<number | null>(null)
  const level = wanted ?? own?.level ?? levels.at(-1) ?? 0
  const name = useName(plan)
  return (
    <>
      <p className="dungeon-head">
        <b className="cut" dir="auto" title={name}>
          {name}
        </b>
        <span className="ink-3">{plan.landblock}</span>
        {above && <span className="warn">{text.dungeon.left(character)}</span>}
      </p>
      {levels.length > 1 && (
        <fieldset className="dungeon-levels">
          <legend className="unseen">{text.dungeon.levels}</legend>
          {[...levels].reverse().map(each => (
            <button
              key={each}
              type="button"
              className={each === level ? 'chip on' : 'chip'}
              aria-pressed={each === level}
              title={each === own?.level ? text.dungeon.ownLevel(character) : undefined}
              onClick={() => setWanted(each === wanted ? null : each)}
            >
              {text.dungeon.level(each)}
              <b>{inmates.filter(inmate => inmate.level === each).length || ''}</b>
            </button>
          ))}
        </fieldset>
      )}
      <Picture plan={plan} level={level} inmates={inmates} subject={character} />
      <ul className="dungeon-people" aria-label={text.dungeon.people}>
        {inmates.map(({ name: who, state, level: at }) => (
          <li key={who} className={at === level ? undefined : 'ink-3'}>
            <StateMark state={state} />
            <bdi className="cut">{who}</bdi>
            {levels.length > 1 && <span className="ink-3">{text.dungeon.level(at)}</span>}
          </li>
        ))}
      </ul>
    </>
  )
}

/** What the dungeon is called: as the plugin says, or as the game's tables have it. */
function useName(plan: Plan): string {
  const [known, setKnown] = useState<string | null>(null)
  useEffect(() => {
    let open = true
    import('../../map/atlas').then(
      ({ dungeonName }) => open && setKnown(dungeonName(plan.landblock)),
      () => {},
    )
    return () => {
      open = false
    }
  }, [plan.landblock])
  return plan.name ?? known ?? text.dungeon.nameless
}

/** Everybody who stands in one of its rooms, by the poll and what was reported since. */
function useInmates(plan: Plan): Inmate[] {
  const { players } = useLive()
  const { feed } = useSession()
  const levels = useMemo(() => levelsOf(plan.cells), [plan])
  return players.flatMap(player => {
    const latest = feed.positions.get(player.name)
    const [ew, ns] = [latest?.ew ?? player.ew, latest?.ns ?? player.ns]
    if (ew === null || ns === null || onSurface(ew, ns)) return []
    const height = latest?.z ?? player.z
    const spot = withinBlock(plan.landblock, { ew, ns })
    const z = height === null ? null : heightOf(height)
    const cell = cellAt(plan, spot, z)
    if (!cell) return []
    const level = levelAt(levels, cell.z)
    return [{ name: player.name, state: player.state, ...spot, level, heading: 0 }]
  })
}

interface PictureProps {
  plan: Plan
  level: number
  inmates: readonly Inmate[]
  subject: string
}

/** The plan, drawn anew only when somebody moves or the window changes. */
function Picture(props: PictureProps) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const theme = useTheme()
  const { feed } = useSession()
  const latest = useRef(props)
  latest.current = props
  const redraw = useRef<() => void>(() => {})
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
      const { plan, inmates, level, subject } = latest.current
      const moved = inmates.map(inmate => follow(motions, inmate, now))
      const size = { width: element.clientWidth, height: element.clientHeight }
      const context = element.getContext('2d')!
      context.setTransform(density, 0, 0, density, 0, 0)
      drawPlan(context, size, { plan, level, inmates: moved, subject }, palette, sprites)
      if ([...motions.values()].some(motion => isMoving(motion, now))) wake()
    }
    const wake = () => {
      frame ||= requestAnimationFrame(draw)
    }
    redraw.current = wake
    const observer = new ResizeObserver(() => {
      element.width = Math.round(element.clientWidth * density)
      element.height = Math.round(element.clientHeight * density)
      wake()
    })
    observer.observe(element)
    const off = feed.positions.subscribe(({ name, ew, ns }) => {
      const { plan, inmates } = latest.current
      const inmate = inmates.find(each => each.name === name)
      if (!inmate || onSurface(ew, ns)) return
      Object.assign(inmate, withinBlock(plan.landblock, { ew, ns }))
      wake()
    })
    return () => {
      cancelAnimationFrame(frame)
      observer.disconnect()
      off()
    }
  }, [theme, feed])
  useEffect(() => redraw.current())
  const here = props.inmates.filter(({ level }) => level === props.level).map(({ name }) => name)
  return <canvas ref={canvas} className="dungeon-plan" role="img" aria-label={text.dungeon.picture(here)} />
}

// Motions count in units of the map, plans in metres.
const METRES = 240

/** Where somebody is on the way to where it was reported, and in which direction it goes. */
function follow(motions: Map<string, Motion>, inmate: Inmate, now: number): Inmate {
  const to = { ew: inmate.x / METRES, ns: inmate.y / METRES }
  const before = motions.get(inmate.name)
  const motion = before && !reducedMotion() ? report(before, to, now) : appear(to, now)
  motions.set(inmate.name, motion)
  const { ew, ns } = positionAt(motion, now)
  return { ...inmate, x: ew * METRES, y: ns * METRES, heading: motion.heading ?? 0 }
}
