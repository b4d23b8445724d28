import { text } from '../../text'
import { type Creature, kindsOf, sharesOf } from './report'
import { Share } from './Share'

/** How attacks went by their kind and their element: one's own, then those of the creatures. */
export function KindTable({ creatures, of }: { creatures: readonly Creature[]; of: string | null }) {
  const kinds = kindsOf(creatures)
  if (kinds.length === 0) return null
  const worst = Math.max(0, ...kinds.filter(kind => !kind.own).map(kind => kind.highest))
  return (
    <table className="combat-table combat-kinds">
      <thead>
        <tr>
          <th scope="col" className="cut">
            <bdi>{of === null ? text.combat.kind : text.combat.kindWith(of)}</bdi>
          </th>
          <th scope="col" className="number">
            {text.combat.tries}
          </th>
          <th scope="col" className="number" title={text.combat.evaded}>
            {text.combat.missed}
          </th>
          <th scope="col" className="number">
            {text.combat.crits.toLowerCase()}
          </th>
          <th scope="col" className="number" title={text.combat.meanLong}>
            {text.combat.mean}
          </th>
          <th scope="col" className="number">
            {text.combat.highest}
          </th>
        </tr>
      </thead>
      <tbody>
        {kinds.map(kind => {
          const { missed, crits, mean } = sharesOf(kind)
          const name = text.combat.attack(kind.own, kind.attack, kind.element)
          const isWorst = !kind.own && kind.highest === worst && worst > 0
          return (
            <tr key={JSON.stringify([kind.own, kind.attack, kind.element])}>
              <th scope="row" className="cut" title={name}>
                <bdi>{name}</bdi>
              </th>
              <td className="number">{text.number(kind.tries)}</td>
              <td className="number">
                <Share of={missed} />
              </td>
              <td className="number">
                <Share of={crits} />
              </td>
              <td className="number">
                {mean === null ? <span className="ink-3">{text.chart.none}</span> : text.number(mean)}
              </td>
              <td className={isWorst ? 'number bad' : 'number'}>{text.number(kind.highest)}</td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}
