import { type KeyboardEvent, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { describePlace } from '../../map/usePlace'
import { onSurface } from '../../map/view'
import { useLive, useSession } from '../../shell/context'
import { text } from '../../text'
import { StateMark } from '../../ui/StateMark'
import type { WindowProps } from '../kinds'
import type { Inmate } from './drawing'
import { PlanView, type PlanViewHandle } from './PlanView'
import { heightOf, levelAt, levelsOf, type Plan, roomOf, withinBlock } from './plan'
import { usePlan, useWhereabouts } from './usePlan'
import './dungeon.css'

/** The dungeon that somebody is in, floor by floor, and who else is there. */
export default function DungeonWindow({ character }: WindowProps) {
  if (character === null) return <p className="win-note">{text.windows.choose}</p>
  return <Dungeon character={character} />
}

function Dungeon({ character }: { character: string }) {
  const { players } = useLive()
  const { where, asked } = useWhereabouts(character)
  const player = players.find(({ name }) => name === character)
  const surface = player !== undefined && onSurface(player.ew, player.ns)
  const above = surface && where?.indoors !== true
  const block = above ? null : (where?.block ?? null)
  const { plan, state, again } = usePlan(block, character)
  if (plan && plan.cells.length > 0) return <Floors plan={plan} character={character} />
  if (player && above)
    return <Note>{text.dungeon.above(character, describePlace(player.ns, player.ew))}</Note>
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

function Floors({ plan, character }: { plan: Plan; character: string }) {
  const inmates = useInmates(plan)
  const levels = useMemo(() => levelsOf(plan.cells), [plan])
  const own = inmates.find(({ name }) => name === character)
  const [wanted, setWanted] = useState<number | null>(null)
  const view = useRef<PlanViewHandle>(null)
  const level = wanted ?? own?.level ?? levels.at(-1) ?? 0
  const name = useName(plan)
  const goAlong = useCallback(() => setWanted(null), [])
  const climb = (event: KeyboardEvent) => {
    const next = levels[levels.indexOf(level) + ({ PageUp: 1, PageDown: -1 }[event.key] ?? Number.NaN)]
    if (next === undefined) return
    setWanted(next)
    event.preventDefault()
  }
  const look = (inmate: Inmate) => {
    setWanted(inmate.level === own?.level ? null : inmate.level)
    view.current?.lookAt(inmate)
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: hears the keys of the plan in it
    <div className="dungeon" onKeyDown={climb}>
      <p className="dungeon-head">
        <b className="cut" dir="auto" title={name}>
          {name}
        </b>
        <span className="ink-3">{plan.landblock}</span>
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
      <PlanView
        handle={view}
        plan={plan}
        level={level}
        inmates={inmates}
        subject={character}
        onFollow={goAlong}
      />
      <ul className="dungeon-people" aria-label={text.dungeon.people}>
        {inmates.map(inmate => (
          <li key={inmate.name} className={inmate.level === level ? undefined : 'ink-3'}>
            <button type="button" title={text.dungeon.look(inmate.name)} onClick={() => look(inmate)}>
              <StateMark state={inmate.state} />
              <bdi className="cut">{inmate.name}</bdi>
              {levels.length > 1 && <span className="ink-3">{text.dungeon.level(inmate.level)}</span>}
            </button>
          </li>
        ))}
      </ul>
    </div>
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
    if (ew === null || ns === null) return []
    const height = latest?.z ?? player.z
    const spot = withinBlock(plan.landblock, { ew, ns })
    const z = height === null ? null : heightOf(height)
    const cell = roomOf(plan, spot, z, onSurface(ew, ns))
    if (!cell) return []
    const level = levelAt(levels, cell.z)
    return [{ name: player.name, state: player.state, ...spot, level, heading: 0 }]
  })
}
