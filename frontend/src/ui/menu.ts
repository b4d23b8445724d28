import type { KeyboardEvent } from 'react'

/** The keys of a menu: arrows, Home and End go through its items, Esc and Tab leave it. */
export function menuKeys(onClose: () => void) {
  return (event: KeyboardEvent) => {
    const items = [...event.currentTarget.querySelectorAll<HTMLElement>('[role=menuitem]')]
    const at = items.indexOf(document.activeElement as HTMLElement)
    const to: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }
    const next = to[event.key]
    if (event.key === 'Escape' || event.key === 'Tab') onClose()
    else if (next !== undefined) items[(next + items.length) % items.length]?.focus()
    else return
    event.stopPropagation()
    if (event.key !== 'Tab') event.preventDefault()
  }
}
