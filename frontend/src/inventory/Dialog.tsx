import { type ReactNode, useEffect, useRef } from 'react'
import { text } from '../text'
import { Icon } from '../ui/Icon'

interface DialogProps {
  label: string
  onClose: () => void
  children: ReactNode
}

/** A sheet over the page on a phone. */
export function Dialog({ label, onClose, children }: DialogProps) {
  const root = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    const dialog = root.current
    dialog?.showModal()
    return () => dialog?.close()
  }, [])
  return (
    <dialog
      ref={root}
      className="inv-sheet"
      aria-label={label}
      onCancel={event => {
        event.preventDefault()
        onClose()
      }}
    >
      <div className="inv-sheet-bar">
        <h2>{label}</h2>
        <button
          type="button"
          className="icon-button"
          aria-label={text.windows.close(label)}
          onClick={onClose}
        >
          <Icon name="close" />
        </button>
      </div>
      <div className="inv-sheet-body">{children}</div>
    </dialog>
  )
}
