import { text } from '../text'
import { Icon } from '../ui/Icon'

interface StepperProps {
  label: string
  value: number
  bounds: readonly [number, number]
  onChange: (value: number) => void
  disabled?: boolean
}

/** A small number with a button on each side. */
export function Stepper({ label, value, bounds: [least, most], onChange, disabled = false }: StepperProps) {
  const t = text.suits.sets
  return (
    <fieldset className="sb-stepper" disabled={disabled} aria-label={label}>
      <button
        type="button"
        aria-label={`${label}: ${t.fewer}`}
        disabled={value <= least}
        onClick={() => onChange(value - 1)}
      >
        <Icon name="minus" size={12} />
      </button>
      <output aria-live="polite">{disabled ? '–' : value}</output>
      <button
        type="button"
        aria-label={`${label}: ${t.more}`}
        disabled={value >= most}
        onClick={() => onChange(value + 1)}
      >
        <Icon name="plus" size={12} />
      </button>
    </fieldset>
  )
}
