import { Icon } from './Icon'

interface SearchFieldProps {
  label: string
  value: string
  onChange: (value: string) => void
}

/** Narrows a list to what has these words. */
export function SearchField({ label, value, onChange }: SearchFieldProps) {
  return (
    <div className="field">
      <Icon name="search" size={14} />
      <input
        value={value}
        placeholder={label}
        aria-label={label}
        maxLength={100}
        onChange={event => onChange(event.target.value)}
      />
    </div>
  )
}
