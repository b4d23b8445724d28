import { figure, type Item, iconOf } from '../../inventory/item'
import { text } from '../../text'
import { Icon } from '../../ui/Icon'
import { bestTier } from './worn'

interface TileProps {
  item: Item
  chosen: boolean
  /** Whether Tab leads here; the arrow keys lead on. */
  first: boolean
  onChoose: (item: Item) => void
}

/** An item in a pack: its drawing, its tier as its colour, and how many. */
export function Tile({ item, chosen, first, onChoose }: TileProps) {
  const stack = figure(item, 'stack_size')
  const rare = item.columns.is_rare === true
  const tier = bestTier(item)
  const classes = ['tile', rare ? 'tile-rare' : tier && `tier-${tier}`, chosen && 'on']
    .filter(Boolean)
    .join(' ')
  return (
    <button
      type="button"
      className={classes}
      aria-pressed={chosen}
      aria-label={stack !== null && stack > 1 ? `${item.name}, ${text.number(stack)}` : item.name}
      title={item.name}
      tabIndex={first || chosen ? 0 : -1}
      onClick={() => onChoose(item)}
    >
      <Icon name={rare ? 'rare-great' : iconOf(item)} size={20} />
      {stack !== null && stack > 1 && <b>{shortStack(stack)}</b>}
    </button>
  )
}

/** A stack in the corner of a tile: 912, 1k, 25k. */
function shortStack(stack: number): string {
  return stack < 1000 ? String(stack) : `${Math.floor(stack / 1000)}k`
}
