import { useState } from 'react'
import type { Item } from '../../inventory/item'
import { text } from '../../text'
import { Icon } from '../../ui/Icon'
import { moveFocus } from './moveFocus'
import type { Pack } from './packs'
import { Tile } from './Tile'

const t = text.inventory.items
// As many empty places are drawn as tell that there is room.
const EMPTY_MOST = 102

interface PacksProps {
  packs: readonly Pack[]
  chosen: number | null
  onChoose: (item: Item) => void
}

/** The packs with how full they are, and what is in the one that is open. */
export function Packs({ packs, chosen, onChoose }: PacksProps) {
  const [open, setOpen] = useState<number | null>(null)
  const pack = packs.find(each => each.id === open) ?? packs[0]!
  return (
    <>
      <div className="items-packs" role="group" aria-label={t.packs} onKeyDown={moveFocus}>
        {packs.map(each => (
          <PackButton
            key={each.id ?? 'main'}
            pack={each}
            open={each === pack}
            onOpen={() => setOpen(each.id)}
          />
        ))}
      </div>
      <p className="items-pack-name">
        <bdi className="cut">{pack.name}</bdi>
        <span className="ink-3">{t.filled(pack.items.length, pack.room)}</span>
      </p>
      <div className="items-contents" role="group" aria-label={t.contents(pack.name)} onKeyDown={moveFocus}>
        {pack.items.map((item, index) => (
          <Tile
            key={item.itemId}
            item={item}
            chosen={item.itemId === chosen}
            first={index === 0}
            onChoose={onChoose}
          />
        ))}
        {Array.from({ length: Math.min(EMPTY_MOST, pack.room - pack.items.length) }, (_, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: empty places are all alike
          <i key={i} className="tile empty" />
        ))}
      </div>
    </>
  )
}

function PackButton({ pack, open, onOpen }: { pack: Pack; open: boolean; onOpen: () => void }) {
  const share = pack.room > 0 ? pack.items.length / pack.room : 0
  const label = t.pack(pack.name, pack.items.length, pack.room)
  const classes = ['pack', open && 'on', share >= 1 && 'full'].filter(Boolean).join(' ')
  return (
    <button
      type="button"
      className={classes}
      aria-pressed={open}
      aria-label={label}
      title={label}
      tabIndex={open ? 0 : -1}
      onClick={onOpen}
    >
      <Icon name={pack.id === null ? 'bag' : 'pack'} />
      <i style={{ width: `${share * 100}%` }} />
    </button>
  )
}
