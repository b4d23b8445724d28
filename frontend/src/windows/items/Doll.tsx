import { DOLL } from '../../doll/slots'
import { type Item, iconOf } from '../../inventory/item'
import { shortSet } from '../../inventory/table/Cell'
import { text } from '../../text'
import { Icon } from '../../ui/Icon'
import { moveFocus } from './moveFocus'
import { bestTier, totalsOf, wornByCell } from './worn'

const t = text.inventory.items

interface DollProps {
  items: readonly Item[]
  chosen: number | null
  onChoose: (item: Item) => void
}

/** What is worn, where it is worn; a piece over several cells shows in each. */
export function Doll({ items, chosen, onChoose }: DollProps) {
  const worn = wornByCell(items)
  const totals = totalsOf(items)
  return (
    <div className="items-doll" role="group" aria-label={t.doll} onKeyDown={moveFocus}>
      {DOLL.map(({ id, icon, row, column }, index) => {
        const item = worn.get(id)
        const slot = text.slots[id as keyof typeof text.slots]
        const tier = item ? bestTier(item) : null
        const classes = [
          'doll-cell',
          !item && 'bare',
          tier && `tier-${tier}`,
          item && item.itemId === chosen && 'on',
        ]
        return (
          <button
            key={id}
            type="button"
            className={classes.filter(Boolean).join(' ')}
            style={{ gridRow: row, gridColumn: column }}
            aria-label={t.cell(slot, item?.name ?? null)}
            aria-disabled={!item}
            title={t.cell(slot, item?.name ?? null)}
            tabIndex={index === 0 ? 0 : -1}
            onClick={() => item && onChoose(item)}
          >
            <Icon name={item && id === 'weapon' ? iconOf(item) : icon} size={24} />
          </button>
        )
      })}
      <p className="doll-totals" title={t.totals.label}>
        <span>
          {t.totals.armor} <b>{text.number(totals.armor)}</b>
        </span>
        <span>
          {t.totals.crit} <b>{totals.critDamage}</b>, {t.totals.damage} <b>{totals.damage}</b>
        </span>
        {totals.sets.slice(0, 2).map(([set, pieces]) => (
          <span key={set} className="cut" title={set}>
            <bdi>{shortSet(set)}</bdi> {pieces}
          </span>
        ))}
      </p>
    </div>
  )
}
