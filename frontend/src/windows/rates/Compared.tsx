import { MOST_SERIES } from '../../chart/data'
import { useLive } from '../../shell/context'
import { text } from '../../text'
import { Icon } from '../../ui/Icon'

interface ComparedProps {
  /** Those who are compared besides. */
  names: readonly string[]
  of: string | null
  onAdd: (name: string) => void
  onRemove: (name: string) => void
}

/** Chooses who is compared: of those who are online. */
export function Compared({ names, of, onAdd, onRemove }: ComparedProps) {
  const { players } = useLive()
  const full = names.length + 1 >= MOST_SERIES
  const others = players
    .map(player => player.name)
    .filter(name => name !== of && !names.includes(name))
    .sort((a, b) => a.localeCompare(b))
  return (
    <>
      <label className="rates-compare">
        <span className="label">{text.rates.compare}</span>
        <select
          value=""
          disabled={full || others.length === 0}
          title={full ? text.rates.full : undefined}
          onChange={event => onAdd(event.target.value)}
        >
          <option value="">{names.length > 0 ? '+' : text.rates.nobody}</option>
          {others.map(name => (
            <option key={name}>{name}</option>
          ))}
        </select>
      </label>
      {names.map(name => (
        <button
          key={name}
          type="button"
          className="rates-other"
          aria-label={text.rates.remove(name)}
          title={text.rates.remove(name)}
          onClick={() => onRemove(name)}
        >
          <bdi className="cut">{name}</bdi>
          <Icon name="close" size={12} />
        </button>
      ))}
    </>
  )
}
