import { useEffect, useState } from 'react'

interface NumberFieldProps {
  label: string
  value: number
  bounds: readonly [number, number]
  onChange: (value: number) => void
  className?: string
}

/** A whole number within bounds; while it is typed it may be anything. */
export function NumberField({
  label,
  value,
  bounds: [least, most],
  onChange,
  className = '',
}: NumberFieldProps) {
  const [typed, setTyped] = useState(String(value))
  useEffect(() => {
    setTyped(before => (Number(before) === value && before !== '' ? before : String(value)))
  }, [value])
  const number = Number(typed)
  const good = typed.trim() !== '' && Number.isInteger(number) && number >= least && number <= most
  return (
    <input
      className={`sb-field ${className}`}
      inputMode="numeric"
      aria-label={label}
      aria-invalid={!good}
      value={typed}
      onChange={event => {
        setTyped(event.target.value)
        const next = Number(event.target.value)
        const taken = event.target.value.trim() !== '' && Number.isInteger(next)
        if (taken && next >= least && next <= most) onChange(next)
      }}
      onFocus={event => event.target.select()}
      onBlur={() => setTyped(String(value))}
    />
  )
}
