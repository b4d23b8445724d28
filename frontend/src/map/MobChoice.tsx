import { useRef, useState } from 'react'
import { text } from '../text'
import { Icon } from '../ui/Icon'
import { Combo } from './Combo'
import { findMobs, type Mob } from './heat/points'

// More rows than anybody scrolls through: who wants another one types its name.
const MOST_ROWS = 300

/** Of which monsters the heat is: all, or one kind found by a part of its name. */
export function MobChoice({
  mobs,
  chosen,
  onChoose,
}: {
  mobs: readonly Mob[]
  chosen: string
  onChoose: (mob: string) => void
}) {
  const [open, setOpen] = useState(false)
  const [wanted, setWanted] = useState('')
  const root = useRef<HTMLDivElement>(null)
  const close = () => {
    setOpen(false)
    setWanted('')
    // The button comes back in this very turn.
    requestAnimationFrame(() => root.current?.querySelector('button')?.focus())
  }
  const all = { id: '', label: text.layers.allMobs, hint: text.number(mobs.length) }
  const found = findMobs(mobs, wanted).slice(0, MOST_ROWS)
  const options = [
    ...(wanted.trim() ? [] : [all]),
    ...found.map(mob => ({ id: mob.name, label: mob.name, hint: text.number(mob.count) })),
  ]
  return (
    <div ref={root} className="mob-choice">
      {open ? (
        <Combo
          label={text.layers.mob}
          placeholder={text.layers.findMob}
          value={wanted}
          options={options}
          nothing={text.layers.noMob}
          onInput={setWanted}
          onChoose={option => {
            onChoose(option.id)
            close()
          }}
          onClose={close}
        />
      ) : (
        <button type="button" className="choice" onClick={() => setOpen(true)}>
          <span className="unseen">{text.layers.mob}: </span>
          <bdi className="cut">{chosen || text.layers.allMobs}</bdi>
          {!chosen && <span className="ink-3">{text.number(mobs.length)}</span>}
          <Icon name="down" size={12} />
        </button>
      )}
    </div>
  )
}
