import type { ReactNode } from 'react'
import { useModal } from './useModal'
import './dialog.css'

/** A dialog over everything: keeps the focus, closes with Esc and with a click beside it. */
export function Dialog({
  label,
  className,
  onClose,
  children,
}: {
  label: string
  className?: string
  onClose: () => void
  children: ReactNode
}) {
  const modal = useModal(onClose)
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Esc closes it as well
    <dialog
      {...modal}
      className={['card', 'dialog', className].filter(Boolean).join(' ')}
      aria-label={label}
      onClick={event => event.target === event.currentTarget && onClose()}
    >
      {children}
    </dialog>
  )
}
