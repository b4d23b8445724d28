import { text } from '../../text'
import { useBuilder } from '../context'
import type { WantedSet } from '../wish'

const FIGURES = ['crit_damage_rating', 'damage_rating', 'total_rating'] as const

/** The sets and the ratings of the suit that is shown. */
export function SetsBox() {
  const { wish, hunt, kept, shown } = useBuilder()
  const asked = kept?.wish ?? hunt?.wish ?? wish
  const t = text.suits.summary
  const sets = [asked.primary, asked.secondary].filter(each => each.id !== 0)
  return (
    <div className="sb-doll-box sb-sets-box">
      {sets.length === 0 && <p className="ink-3">{t.noSets}</p>}
      {sets.map(set => (
        <SetLine key={set.id} set={set} edge={set === asked.primary ? 1 : 2} />
      ))}
      <dl className="sb-figures-row">
        <div>
          <dt title={text.suits.doll.alHint}>{text.suits.rating('armor_level')}</dt>
          <dd>{shown ? text.number(shown.armorLevel) : '–'}</dd>
        </div>
        {FIGURES.map(rating => (
          <div key={rating}>
            <dt>{text.suits.rating(rating)}</dt>
            <dd>{shown ? text.number(shown.ratings[rating] ?? 0) : '–'}</dd>
          </div>
        ))}
      </dl>
    </div>
  )
}

function SetLine({ set, edge }: { set: WantedSet; edge: number }) {
  const { shown, offers } = useBuilder()
  const worn = shown?.sets[set.id] ?? 0
  const name = offers.sets.find(each => each.id === set.id)?.name ?? text.suits.sets.number(set.id)
  const pips = Math.max(set.count, Math.min(worn, 9))
  return (
    <p className={`sb-set-line sb-edge-${edge}`}>
      <i />
      <span className="cut">{name}</span>
      <span className="ink-3 sb-push">{text.suits.summary.sets(worn, set.count)}</span>
      <span className="sb-pips" aria-hidden="true">
        {Array.from({ length: pips }, (_, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: pips are alike
          <i key={at} className={at < worn ? 'sb-full' : undefined} />
        ))}
      </span>
    </p>
  )
}
