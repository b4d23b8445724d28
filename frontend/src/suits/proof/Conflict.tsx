import { text } from '../../text'
import { Icon } from '../../ui/Icon'
import type { Demand } from '../answer'
import { useBuilder } from '../context'
import { dropDemand } from '../drop'
import type { Hunt } from '../hunt'
import { MINIMA, type Wish } from '../wish'

/** No suit: the fewest demands that cannot hold together, each with a way to do without it. */
export function Conflict({ hunt }: { hunt: Hunt }) {
  const { search, offers } = useBuilder()
  const t = text.suits.proof
  const demands = hunt.explanation?.conflict ?? []
  const first = !hunt.explanation
    ? t.noneSought
    : demands.length === 0
      ? t.noneUnknown
      : demands.length === 1
        ? t.noneOne
        : t.noneTogether
  const setName = (id: number) => offers.sets.find(each => each.id === id)?.name ?? text.suits.sets.number(id)
  return (
    <>
      <b>{t.none}</b> <span className="ink-2">{first}</span>
      <ul className="sb-demands">
        {demands.map(demand => {
          const words = sayDemand(demand, hunt.wish, setName)
          const drop = dropDemand(demand.field)
          return (
            <li key={demand.field + demand.text}>
              <span dir="auto" className="sb-two" title={words}>
                {words}
              </span>
              {drop && (
                <button
                  type="button"
                  className="button small"
                  aria-label={t.dropIt(words)}
                  title={t.dropIt(words)}
                  onClick={() => search(drop)}
                >
                  <Icon name="close" size={12} />
                  {t.drop}
                </button>
              )}
            </li>
          )
        })}
      </ul>
    </>
  )
}

/** A demand in the words of this page; the server's where it has none. */
export function sayDemand(demand: Demand, wish: Wish, setName: (id: number) => string): string {
  const [member = '', at = ''] = demand.field.split('.')
  const least = MINIMA.find(of => of === at)
  if (member === 'min' && least) return text.suits.demandLeast(least, wish.min[least] ?? 0)
  const cantrip = wish.cantrips[Number(at)]
  const set = member === 'secondary_set' ? wish.secondary : wish.primary
  return text.suits.demand(demand, {
    cantrip: cantrip ? text.suits.summary.cantrip(cantrip) : '',
    set: text.suits.demandSet(set.count, setName(set.id)),
  })
}
