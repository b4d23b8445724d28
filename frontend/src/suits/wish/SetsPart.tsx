import { text } from '../../text'
import { Choice } from '../Choice'
import { useBuilder } from '../context'
import { FieldNote } from '../FieldNote'
import { Stepper } from '../Stepper'
import { BOUNDS, SET_MODES, type WantedSet } from '../wish'

/** The two sets, how many pieces of each, and how much they matter. */
export function SetsPart() {
  const { wish, change } = useBuilder()
  const t = text.suits.sets
  return (
    <div className="sb-wish-part sb-sets-part">
      <OneSet
        which="primary"
        set={wish.primary}
        onChange={primary => change(before => ({ ...before, primary }))}
      />
      <FieldNote of={['primary_set', 'primary_count']} />
      <OneSet
        which="secondary"
        set={wish.secondary}
        onChange={secondary => change(before => ({ ...before, secondary }))}
      />
      <FieldNote of={['secondary_set', 'secondary_count']} />
      <Choice
        label={t.mode}
        options={SET_MODES.map(id => ({ id, title: t.modes[id], hint: t.modeHints[id] }))}
        chosen={wish.setMode}
        onChoose={setMode => change(before => ({ ...before, setMode }))}
      />
      <FieldNote of={['set_mode']} />
    </div>
  )
}

function OneSet({
  which,
  set,
  onChange,
}: {
  which: 'primary' | 'secondary'
  set: WantedSet
  onChange: (set: WantedSet) => void
}) {
  const { offers } = useBuilder()
  const t = text.suits.sets
  const known = offers.sets.some(each => each.id === set.id)
  const options = (loot: boolean) =>
    offers.sets
      .filter(each => each.loot === loot)
      .sort((a, b) => a.name.localeCompare(b.name))
      .map(each => (
        <option key={each.id} value={each.id}>
          {each.name}
        </option>
      ))
  return (
    <div className={`sb-one-set sb-${which}`}>
      <i className={set.id === 0 ? 'sb-none' : undefined} />
      <select
        aria-label={t[which]}
        value={set.id}
        onChange={event => onChange({ ...set, id: Number(event.target.value) })}
      >
        <option value={0}>{t.none}</option>
        {!known && set.id !== 0 && <option value={set.id}>{t.number(set.id)}</option>}
        <optgroup label={t.loot}>{options(true)}</optgroup>
        <optgroup label={t.other}>{options(false)}</optgroup>
      </select>
      <Stepper
        label={t.count(t[which])}
        value={set.count}
        bounds={BOUNDS.count}
        disabled={set.id === 0}
        onChange={count => onChange({ ...set, count })}
      />
    </div>
  )
}
