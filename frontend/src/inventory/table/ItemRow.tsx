import { memo } from 'react'
import { text } from '../../text'
import { Icon } from '../../ui/Icon'
import type { ArmorView, Column } from '../columns'
import { cantripsOf, figure, type Item, iconOf, shortCantrip } from '../item'
import { cellOf } from './Cell'

interface ItemRowProps {
  id: string
  /** Undefined: it is on its way. */
  item: Item | undefined
  index: number
  height: number
  columns: readonly Column[]
  armor: ArmorView
  /** Its card is open. */
  open: boolean
  /** The keyboard is on it. */
  active: boolean
  chosen: boolean
  /** Told by one handler for all rows, so that none is drawn anew for it. */
  phone: boolean
}

/** One item, as a line of the table. Clicks are heard by the table. */
export const ItemRow = memo(function ItemRow(props: ItemRowProps) {
  const { id, item, index, height, open, active, chosen, phone } = props
  const classes = ['item-row', open && 'open', active && 'active', chosen && 'picked', !item && 'coming']
  return (
    <div
      id={id}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={open}
      data-index={index}
      className={classes.filter(Boolean).join(' ')}
      style={{ top: index * height }}
    >
      {item ? (
        phone ? (
          <PhoneCells item={item} armor={props.armor} />
        ) : (
          <Cells {...props} item={item} />
        )
      ) : (
        <Coming />
      )}
    </div>
  )
})

function Cells({ item, columns, armor, chosen }: ItemRowProps & { item: Item }) {
  return (
    <>
      <span
        role="gridcell"
        className="item-mark"
        data-compare
        title={text.inventory.table.compare(item.name)}
      >
        <Icon name={chosen ? 'check' : iconOf(item)} />
        {chosen && <span className="unseen">{text.inventory.table.chosen}</span>}
      </span>
      {columns.map(column => (
        <span
          key={column.id}
          role="gridcell"
          className={column.number ? 'num' : column.id === 'name' || column.id === 'cantrips' ? '' : 'ink-2'}
        >
          {cellOf(item, column, armor)}
        </span>
      ))}
    </>
  )
}

/** The essentials, on two lines for a thumb. */
function PhoneCells({ item, armor }: { item: Item; armor: ArmorView }) {
  const level = figure(item, armor) ?? figure(item, 'max_damage')
  const cantrips = cantripsOf(item)
  return (
    <>
      <span role="gridcell" className="item-mark">
        <Icon name={iconOf(item)} size={20} />
      </span>
      <span role="gridcell" className="item-essence">
        <span className="cut">
          <bdi>{item.name}</bdi>
          {item.material && <span className="ink-3"> {item.material}</span>}
        </span>
        <span className="cut ink-3">
          <bdi>{item.owner}</bdi>
          {item.set && ` · ${item.set}`}
          {cantrips.map((spell, i) => (
            <span key={spell.id} className={`tier-${spell.tier}`}>
              {i === 0 ? ' · ' : ', '}
              {shortCantrip(spell)}
            </span>
          ))}
        </span>
      </span>
      <span role="gridcell" className="num">
        {level === null ? '' : text.number(level)}
      </span>
    </>
  )
}

function Coming() {
  return (
    <span role="gridcell" className="item-coming">
      <span className="unseen">{text.inventory.table.loading}</span>
    </span>
  )
}
