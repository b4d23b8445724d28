import type { ReactNode } from 'react'
import { text } from '../text'
import { Icon } from '../ui/Icon'
import { useModal } from '../ui/useModal'

interface DialogProps {
  label: string
  onClose: () => void
  children: ReactNode
}

/** A sheet over the page on a phone. */
export function Dialog({ label, onClose, children }: DialogProps) {
  const modal = useModal(onClose)
  return (
    <dialog {...modal} className="inv-sheet" aria-label={label}>
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
