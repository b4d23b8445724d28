import { useState } from 'react'
import { useMessages } from '../../live/useMessages'
import { useResource } from '../../live/useResource'
import { text } from '../../text'
import { Icon } from '../../ui/Icon'
import { Note } from '../Note'
import { Views } from '../Views'
import { countOf, type Line, linesOf, type Piece, readWorn, type Spell, type Worn } from './worn'
import './cantrips.css'

const VIEWS = ['pieces', 'lines'] as const

/** The spells on what a character wears: which are at work, and which are not. */
export default function CantripsWindow({ character }: { character: string | null }) {
  if (character === null) return <p className="win-note">{text.windows.choose}</p>
  return <Cantrips character={character} />
}

function Cantrips({ character }: { character: string }) {
  const [view, setView] = useState<(typeof VIEWS)[number]>('pieces')
  const stored = useResource(`/equipment-cantrip-state/${encodeURIComponent(character)}`, readWorn)
  const [told, setTold] = useState<Worn | null>(null)
  useMessages(['equipment_cantrip_state'], message => {
    if (message.character_name === character) setTold(readWorn(message))
  })
  const worn = told && (stored.data?.at ?? 0) <= (told.at ?? 0) ? told : stored.data
  const pieces = worn?.pieces ?? []
  const { active, idle } = countOf(pieces)
  return (
    <>
      <Views
        label={text.cantrips.title}
        views={VIEWS.map(id => ({ id, title: text.cantrips.views[id] }))}
        chosen={view}
        onChoose={setView}
        aside={
          active + idle > 0 && (
            <>
              {text.cantrips.atWork(active)}
              {idle > 0 && (
                <>
                  , <span className="bad">{text.cantrips.idle(idle)}</span>
                </>
              )}
            </>
          )
        }
      />
      {!worn || active + idle === 0 ? (
        <Note
          of={worn ? { ...stored, data: worn } : stored}
          empty={worn ? text.cantrips.nothing : text.cantrips.empty}
        />
      ) : (
        <div className="scroll cantrips">
          {view === 'pieces' ? (
            pieces
              .filter(piece => piece.spells.length > 0)
              .map(piece => <PieceView key={piece.key} piece={piece} />)
          ) : (
            <ul className="cantrips-lines">
              {linesOf(pieces).map(line => (
                <LineView key={line.name} line={line} />
              ))}
            </ul>
          )}
        </div>
      )}
    </>
  )
}

function PieceView({ piece: { name, slot, spells } }: { piece: Piece }) {
  return (
    <section className="cantrips-piece">
      <h3>
        <bdi className="cut" title={name}>
          {name}
        </bdi>
        {slot && (
          <bdi className="cut ink-3" title={slot}>
            {slot}
          </bdi>
        )}
      </h3>
      <ul>
        {spells.map((spell, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a piece may have one spell twice
          <li key={index} className={spell.active ? undefined : 'idle'}>
            <Mark active={spell.active} />
            <SpellName spell={spell} />
          </li>
        ))}
      </ul>
    </section>
  )
}

function LineView({ line: { best, on } }: { line: Line }) {
  const [first, ...others] = on
  const besides = others.map(({ piece }) => piece.name).join(', ')
  const where = first ? text.cantrips.onto(first.piece.name, first.piece.slot) : ''
  return (
    <li className={best.active ? undefined : 'idle'}>
      <Mark active={best.active} />
      <SpellName spell={best} />
      <span
        className="cantrips-where"
        title={besides ? `${where}; ${text.cantrips.besides(besides)}` : where}
      >
        <bdi>{where}</bdi>
        {others.length > 0 && <b> +{others.length}</b>}
      </span>
    </li>
  )
}

/** A shape beside the colour, and words for those who do not see it. */
function Mark({ active }: { active: boolean }) {
  return (
    <span className={active ? 'good' : 'bad'} title={active ? text.cantrips.isAtWork : text.cantrips.isIdle}>
      <Icon name={active ? 'check' : 'close'} size={12} />
      <span className="unseen">{active ? text.cantrips.isAtWork : text.cantrips.isIdle}</span>
    </span>
  )
}

function SpellName({ spell: { name, tier } }: { spell: Spell }) {
  return (
    <bdi className={tier ? `cut tier-${tier}` : 'cut'} title={name}>
      {name}
    </bdi>
  )
}
