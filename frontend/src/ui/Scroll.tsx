import type { ReactNode } from 'react'

interface ScrollProps {
  /** What is in it, for those who come to it by key. */
  label: string
  className?: string
  children: ReactNode
}

/** Something to read that may be longer than its window, and so is scrolled by the keyboard too. */
export function Scroll({ label, className, children }: ScrollProps) {
  return (
    <div
      className={className ? `scroll ${className}` : 'scroll'}
      role="region"
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached with the keyboard
      tabIndex={0}
    >
      {children}
    </div>
  )
}
