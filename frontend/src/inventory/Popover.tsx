import { type ReactNode, useEffect, useId } from 'react'
import { Icon, type IconName } from '../ui/Icon'
import { useOpening } from '../ui/useOutside'

interface PopoverProps {
  icon: IconName
  label: string
  /** Whether the label is read only, not seen. */
  bare?: boolean
  disabled?: boolean
  children: (close: () => void) => ReactNode
}

/** A button, and what it opens below itself. */
export function Popover({ icon, label, bare = false, disabled = false, children }: PopoverProps) {
  const { open, setOpen, close, root, button } = useOpening()
  const id = useId()
  useEffect(() => {
    if (!open) return
    root.current?.querySelector<HTMLElement>('[data-first], .pop-panel :is(input, button, a)')?.focus()
  }, [open, root])
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape closes it from wherever the focus is within
    <div
      className="pop"
      ref={root}
      onKeyDown={event => {
        if (event.key !== 'Escape' || !open) return
        event.stopPropagation()
        close()
      }}
    >
      <button
        type="button"
        ref={button}
        className={bare ? 'button tall bare' : 'button tall'}
        aria-haspopup="dialog"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        aria-label={label}
        title={bare ? label : undefined}
        disabled={disabled}
        onClick={() => setOpen(!open)}
      >
        <Icon name={icon} size={bare ? 16 : 14} />
        {!bare && <span>{label}</span>}
      </button>
      {open && (
        <div id={id} className="card pop-panel" role="dialog" aria-label={label}>
          {children(close)}
        </div>
      )}
    </div>
  )
}
