import { useRef } from 'react'
import { text } from '../text'

/** A figure of fixed width; one that rose is tinted for a moment, and nothing moves. */
export function Figure({ value }: { value: number | null }) {
  const before = useRef(value)
  const rose = value !== null && before.current !== null && Math.round(value) > Math.round(before.current)
  before.current = value
  if (!value) {
    return (
      <span role="gridcell" className="number ink-3">
        –
      </span>
    )
  }
  return (
    <span role="gridcell" className="number" title={value < 1e6 ? undefined : text.number(value)}>
      {/* A new key starts the tint anew for each rise. */}
      <span key={Math.round(value)} className={rose ? 'rose' : undefined}>
        {text.short(value)}
      </span>
    </span>
  )
}
