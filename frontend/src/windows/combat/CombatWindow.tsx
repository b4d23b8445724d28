import { type ReactNode, useState } from 'react'
import { useMessages } from '../../live/useMessages'
import { useResource } from '../../live/useResource'
import { text } from '../../text'
import { Note } from '../Note'
import { Views } from '../Views'
import { CreatureTable } from './CreatureTable'
import { FightChart } from './FightChart'
import { Hours } from './Hours'
import { KindTable } from './KindTable'
import { allAttacks, type Fights, newerFights, type Report, readFights, sharesOf } from './report'
import { Share } from './Share'
import './combat.css'

const VIEWS = ['session', 'ever', 'hours'] as const
type View = (typeof VIEWS)[number]

/** What a character's fights came to: in this session, in all, and hour by hour. */
export default function CombatWindow({ character }: { character: string | null }) {
  if (character === null) return <p className="win-note">{text.windows.choose}</p>
  return <Combat character={character} />
}

function Combat({ character }: { character: string }) {
  const [view, setView] = useState<View>('session')
  const stored = useResource(`/combat-stats/${encodeURIComponent(character)}`, readFights)
  const [told, setTold] = useState<Fights | null>(null)
  useMessages(['combat_stats'], message => {
    if (message.character_name !== character) return
    setTold(before => newerFights(before ?? stored.data, readFights(message)))
  })
  const fights = newest(stored.data, told)
  const report = view === 'session' ? fights?.session : fights?.lifetime
  return (
    <>
      <Views
        label={text.combat.title}
        views={VIEWS.map(id => ({ id, title: text.combat.views[id] }))}
        chosen={view}
        onChoose={setView}
        aside={view !== 'hours' && report?.seconds != null && text.combat.lasted(report.seconds)}
      />
      {view === 'hours' ? (
        <Hours character={character} />
      ) : report ? (
        <Shown key={view} report={report} character={character} ever={view === 'ever'} />
      ) : (
        <Note of={fights ? { ...stored, data: fights } : stored} empty={text.combat.empty[view]} />
      )}
    </>
  )
}

function newest(stored: Fights | null, told: Fights | null): Fights | null {
  if (!stored || !told) return told ?? stored
  if ((stored.at ?? 0) > (told.at ?? 0)) return stored
  return { ...told, lifetime: told.lifetime ?? stored.lifetime }
}

function Shown({ report, character, ever }: { report: Report; character: string; ever: boolean }) {
  const [only, setOnly] = useState<string | null>(null)
  const { creatures } = report
  const chosen = creatures.find(({ name }) => name === only)
  return (
    <div className="scroll combat">
      <Figures report={report} />
      <FightChart character={character} report={report} ever={ever} />
      {creatures.length > 0 && (
        <>
          <CreatureTable
            creatures={creatures}
            chosen={chosen?.name ?? null}
            onChoose={name => setOnly(name === only ? null : name)}
          />
          <KindTable creatures={chosen ? [chosen] : creatures} of={chosen?.name ?? null} />
        </>
      )}
    </div>
  )
}

function Figures({ report }: { report: Report }) {
  const own = allAttacks(report.creatures, true)
  const { missed, crits } = sharesOf(own)
  const { number } = text
  return (
    <dl className="combat-figures">
      <Figure name={text.combat.given}>{number(report.given)}</Figure>
      <Figure name={text.combat.received}>{number(report.received)}</Figure>
      <Figure name={text.combat.kills}>{number(report.kills)}</Figure>
      <Figure name={text.combat.hits}>
        <Share of={missed === null ? null : 1 - missed} />
      </Figure>
      <Figure name={text.combat.crits}>
        <Share of={crits} />
      </Figure>
      <Figure name={text.combat.surges}>
        {number(report.aetheria)} <small>{text.combat.aetheria}</small> {number(report.cloak)}{' '}
        <small>{text.combat.cloak}</small>
      </Figure>
    </dl>
  )
}

function Figure({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt className="label">{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}
