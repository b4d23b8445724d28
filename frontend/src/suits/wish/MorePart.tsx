import { useEffect, useRef, useState } from 'react'
import { text } from '../../text'
import { Icon } from '../../ui/Icon'
import { useBuilder } from '../context'
import { FieldNote, isOf } from '../FieldNote'
import { NumberField } from '../NumberField'
import { BOUNDS, EMPTY_WISH, letGo, SLOTS, sameWish, toggleSlot, USUAL_SLOTS, type Wish } from '../wish'

const MEMBERS = [
  'slots',
  'top',
  'time_limit_ms',
  'allowed_crit_damage',
  'clothing_min_damage_rating',
  'locked',
  'excluded',
]

/** What is rarely asked for; it opens by itself where something in it is wrong. */
export function MorePart() {
  const { wish, fault } = useBuilder()
  const [open, setOpen] = useState(false)
  const t = text.suits.more
  const wrong = fault !== null && MEMBERS.some(member => isOf(fault.field, member))
  const shown = open || wrong
  const part = useRef<HTMLDivElement>(null)
  // What opens at the lower edge would else be out of sight.
  useEffect(() => {
    if (shown) part.current?.scrollIntoView({ block: 'start' })
  }, [shown])
  return (
    <div className="sb-wish-part sb-more-part" ref={part}>
      <button type="button" className="sb-fold" aria-expanded={shown} onClick={() => setOpen(!shown)}>
        <Icon name={shown ? 'up' : 'down'} size={12} />
        {t.label}
        <span className="ink-3">{t.changed(changes(wish))}</span>
      </button>
      {shown && <MoreFields />}
    </div>
  )
}

/** How many of these say something else than usual. */
function changes(wish: Wish): number {
  const parts: (keyof Wish)[] = [
    'slots',
    'top',
    'timeLimitMs',
    'allowedCrit',
    'clothingMin',
    'locked',
    'excluded',
  ]
  return parts.filter(part => !sameWish({ ...EMPTY_WISH, [part]: wish[part] }, EMPTY_WISH)).length
}

function MoreFields() {
  const { wish, change } = useBuilder()
  const t = text.suits.more
  return (
    <div className="sb-more-fields">
      <SlotChips />
      <FieldNote of={['slots']} />
      <div className="sb-fields">
        {/* biome-ignore lint/a11y/noLabelWithoutControl: the field is within */}
        <label>
          <span className="ink-3">{t.time}</span>
          <NumberField
            label={t.time}
            value={Math.round(wish.timeLimitMs / 1000)}
            bounds={[1, 600]}
            onChange={seconds => change(before => ({ ...before, timeLimitMs: seconds * 1000 }))}
          />
          <span className="ink-3">{t.seconds}</span>
        </label>
        <FieldNote of={['time_limit_ms']} />
        {/* biome-ignore lint/a11y/noLabelWithoutControl: the field is within */}
        <label>
          <span className="ink-3">{t.top}</span>
          <NumberField
            label={t.top}
            value={wish.top}
            bounds={BOUNDS.top}
            onChange={top => change(before => ({ ...before, top }))}
          />
        </label>
        <FieldNote of={['top']} />
        {/* biome-ignore lint/a11y/noLabelWithoutControl: the field is within */}
        <label>
          <span className="ink-3">{t.clothing}</span>
          <NumberField
            label={t.clothing}
            value={wish.clothingMin}
            bounds={BOUNDS.minimum}
            onChange={clothingMin => change(before => ({ ...before, clothingMin }))}
          />
        </label>
        <FieldNote of={['clothing_min_damage_rating']} />
      </div>
      <fieldset>
        <legend className="ink-3">{t.crit}</legend>
        {t.critKinds.map((kind, at) => (
          <label key={kind} className="sb-check">
            <input
              type="checkbox"
              checked={wish.allowedCrit.includes(at)}
              onChange={() =>
                change(before => ({
                  ...before,
                  allowedCrit: [0, 1, 2].filter(each => before.allowedCrit.includes(each) !== (each === at)),
                }))
              }
            />
            {kind}
          </label>
        ))}
        <FieldNote of={['allowed_crit_damage']} />
      </fieldset>
      <SetNumbers />
      <Fixed />
    </div>
  )
}

function SlotChips() {
  const { wish, change } = useBuilder()
  const t = text.suits.more
  return (
    <fieldset className="sb-slot-chips">
      <legend className="ink-3">{t.slots}</legend>
      {SLOTS.map(slot => (
        <button
          key={slot}
          type="button"
          className="sb-chip"
          aria-pressed={wish.slots.includes(slot)}
          onClick={() => change(before => toggleSlot(before, slot))}
        >
          {text.slots[slot as keyof typeof text.slots]}
        </button>
      ))}
      <button type="button" className="link" onClick={() => change(before => ({ ...before, slots: SLOTS }))}>
        {t.allSlots}
      </button>
      <button
        type="button"
        className="link"
        onClick={() => change(before => ({ ...before, slots: USUAL_SLOTS }))}
      >
        {t.usualSlots}
      </button>
    </fieldset>
  )
}

/** Servers may have sets that no list knows. */
function SetNumbers() {
  const { wish, change } = useBuilder()
  const t = text.suits.sets
  const most = [0, 2 ** 31 - 1] as const
  return (
    <fieldset className="sb-set-numbers">
      <legend className="ink-3">{t.byNumber}</legend>
      <NumberField
        label={t.primary}
        value={wish.primary.id}
        bounds={most}
        onChange={id => change(before => ({ ...before, primary: { ...before.primary, id } }))}
      />
      <NumberField
        label={t.secondary}
        value={wish.secondary.id}
        bounds={most}
        onChange={id => change(before => ({ ...before, secondary: { ...before.secondary, id } }))}
      />
    </fieldset>
  )
}

/** The pieces that must be worn, and those that must not. */
function Fixed() {
  const { wish, change, nameOf, lost } = useBuilder()
  const t = text.suits.more
  const name = (id: number) => nameOf(id) ?? t.item(id)
  return (
    <>
      <fieldset>
        <legend className="ink-3">{t.locked}</legend>
        {wish.locked.length === 0 && <p className="ink-3">{t.noLocked}</p>}
        {wish.locked.map(each => (
          <FixedItem
            key={each.itemId}
            name={name(each.itemId)}
            owner={each.character}
            label={t.unlock(name(each.itemId))}
            lost={lost.includes(each)}
            onRemove={() => change(before => letGo(before, each.itemId))}
          />
        ))}
        <FieldNote of={['locked']} />
      </fieldset>
      <fieldset>
        <legend className="ink-3">{t.excluded}</legend>
        {wish.excluded.length === 0 && <p className="ink-3">{t.noExcluded}</p>}
        {wish.excluded.map(each => (
          <FixedItem
            key={`${each.itemId} ${each.character}`}
            name={name(each.itemId)}
            owner={each.character}
            label={t.allow(name(each.itemId))}
            onRemove={() =>
              change(before => ({
                ...before,
                excluded: before.excluded.filter(
                  one => !(one.itemId === each.itemId && one.character === each.character),
                ),
              }))
            }
          />
        ))}
        <FieldNote of={['excluded']} />
      </fieldset>
    </>
  )
}

interface FixedItemProps {
  name: string
  owner: string
  label: string
  /** Nobody has it. */
  lost?: boolean
  onRemove: () => void
}

function FixedItem({ name, owner, label, lost = false, onRemove }: FixedItemProps) {
  return (
    <p className="sb-fixed-item">
      <span className="cut">
        <bdi>{name}</bdi> <bdi className="ink-3">{owner}</bdi>
        {lost && <span className="bad"> {text.suits.doll.lost}</span>}
      </span>
      <button type="button" className="icon-button small" aria-label={label} title={label} onClick={onRemove}>
        <Icon name="close" size={12} />
      </button>
    </p>
  )
}
