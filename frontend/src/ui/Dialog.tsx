import { type ReactNode, useEffect, useRef } from 'react'
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
  const root = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    const dialog = root.current
    dialog?.showModal()
    return () => dialog?.close()
  }, [])
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Esc closes it as well
    <dialog
      ref={root}
      className={['card', 'dialog', className].filter(Boolean).join(' ')}
      aria-label={label}
      onCancel={event => {
        event.preventDefault()
        onClose()
      }}
      onClick={event => event.target === event.currentTarget && onClose()}
    >
      {children}
    </dialog>
  )
}
