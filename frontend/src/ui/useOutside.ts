import { type RefObject, useEffect, useRef, useState } from 'react'

type Outside = 'pointerdown' | 'focusin' | 'wheel'

/** While open, tells when something happens outside of an element. */
export function useOutside(
  root: RefObject<HTMLElement | null>,
  open: boolean,
  onOutside: () => void,
  ...events: Outside[]
): void {
  const act = useRef(onOutside)
  act.current = onOutside
  const names = events.join(' ')
  useEffect(() => {
    if (!open) return
    const each = names.split(' ')
    const outside = (event: Event) => {
      if (!root.current?.contains(event.target as Node)) act.current()
    }
    for (const name of each) document.addEventListener(name, outside)
    return () => {
      for (const name of each) document.removeEventListener(name, outside)
    }
  }, [root, open, names])
}

/**
 * What opens from a button and closes with the next press beside it, or as one of `more` happens there.
 * Closed by hand, the focus goes back to the button.
 */
export function useOpening(...more: Outside[]) {
  const [open, setOpen] = useState(false)
  const root = useRef<HTMLDivElement>(null)
  const button = useRef<HTMLButtonElement>(null)
  useOutside(root, open, () => setOpen(false), 'pointerdown', ...more)
  const close = () => {
    setOpen(false)
    button.current?.focus()
  }
  return { open, setOpen, close, root, button }
}
