import {
  type CSSProperties,
  type KeyboardEvent,
  type ReactNode,
  useCallback,
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from 'react'
import { createPortal } from 'react-dom'
import { usePhone } from '../ui/media'

export interface PopupTrigger {
  ref: (element: HTMLButtonElement | null) => void
  onClick: () => void
  'aria-expanded': boolean
  'aria-haspopup': 'dialog'
  'aria-controls': string | undefined
}

interface PopupProps {
  label: string
  className?: string
  trigger: (props: PopupTrigger) => ReactNode
  children: (close: () => void) => ReactNode
}

const EDGE = 8
const GAP = 4

/** Something that opens beside its button; on a phone from the lower edge. Escape and a look elsewhere close it. */
export function Popup({ label, className = '', trigger, children }: PopupProps) {
  const [open, setOpen] = useState(false)
  const button = useRef<HTMLButtonElement | null>(null)
  const id = useId()
  const close = useCallback(() => {
    setOpen(false)
    button.current?.focus()
  }, [])
  const setButton = useCallback((element: HTMLButtonElement | null) => {
    button.current = element
  }, [])
  return (
    <>
      {trigger({
        ref: setButton,
        onClick: () => setOpen(!open),
        'aria-expanded': open,
        'aria-haspopup': 'dialog',
        'aria-controls': open ? id : undefined,
      })}
      {open &&
        button.current &&
        createPortal(
          <Panel
            id={id}
            label={label}
            className={className}
            anchor={button.current}
            onClose={close}
            onLeave={() => setOpen(false)}
          >
            {children(close)}
          </Panel>,
          document.body,
        )}
    </>
  )
}

interface PanelProps {
  id: string
  label: string
  className: string
  anchor: HTMLElement
  onClose: () => void
  /** Closed without taking the focus back: somebody is elsewhere already. */
  onLeave: () => void
  children: ReactNode
}

function Panel({ id, label, className, anchor, onClose, onLeave, children }: PanelProps) {
  const panel = useRef<HTMLDivElement>(null)
  const phone = usePhone()
  const place = usePlace(panel, anchor, phone)
  useEffect(() => {
    const first = panel.current?.querySelector<HTMLElement>(
      '[data-first], button, input, select, textarea, [tabindex="0"]',
    )
    ;(first ?? panel.current)?.focus()
  }, [])
  useLeaving(panel, anchor, onLeave, onClose)
  const onKey = (event: KeyboardEvent) => {
    // What is typed here is no key of the grid or the list that this belongs to.
    event.stopPropagation()
    if (event.key === 'Escape') onClose()
  }
  return (
    <>
      {phone && <div className="sb-popup-shade" />}
      <div
        ref={panel}
        id={id}
        className={`card sb-popup ${className}`}
        role="dialog"
        aria-label={label}
        tabIndex={-1}
        style={place}
        onKeyDown={onKey}
      >
        {children}
      </div>
    </>
  )
}

function useLeaving(
  panel: React.RefObject<HTMLElement | null>,
  anchor: HTMLElement,
  onLeave: () => void,
  onClose: () => void,
) {
  const leave = useRef(onLeave)
  leave.current = onLeave
  const close = useRef(onClose)
  close.current = onClose
  useEffect(() => {
    const outside = (event: Event) => {
      const at = event.target
      if (!(at instanceof Element)) return
      // A popup that was opened from within this one, or a message, is no other place.
      const near = panel.current?.contains(at) || anchor.contains(at) || at.closest('.sb-popup, .toasts')
      if (!near) leave.current()
    }
    const onKey = (event: globalThis.KeyboardEvent) => {
      if (event.key === 'Escape') close.current()
    }
    document.addEventListener('keydown', onKey)
    document.addEventListener('pointerdown', outside)
    document.addEventListener('focusin', outside)
    return () => {
      document.removeEventListener('keydown', onKey)
      document.removeEventListener('pointerdown', outside)
      document.removeEventListener('focusin', outside)
    }
  }, [panel, anchor])
}

/** Below its button where there is room, else above; never over an edge of the page. */
function usePlace(
  panel: React.RefObject<HTMLElement | null>,
  anchor: HTMLElement,
  phone: boolean,
): CSSProperties {
  const [place, setPlace] = useState<CSSProperties>({ opacity: 0 })
  useLayoutEffect(() => {
    if (phone) return setPlace({})
    const put = () => {
      const box = panel.current
      if (!box) return
      const at = anchor.getBoundingClientRect()
      const { innerWidth: width, innerHeight: height } = window
      const below = height - at.bottom - GAP - EDGE
      const above = at.top - GAP - EDGE
      const needs = box.scrollHeight + 2
      const under = needs <= below || below >= above
      const left = Math.max(EDGE, Math.min(at.left, width - box.offsetWidth - EDGE))
      const maxHeight = Math.max(120, under ? below : above)
      setPlace(
        under
          ? { left, top: at.bottom + GAP, maxHeight }
          : { left, bottom: height - at.top + GAP, maxHeight },
      )
    }
    put()
    window.addEventListener('resize', put)
    document.addEventListener('scroll', put, true)
    const observer = new ResizeObserver(put)
    if (panel.current) observer.observe(panel.current)
    return () => {
      window.removeEventListener('resize', put)
      document.removeEventListener('scroll', put, true)
      observer.disconnect()
    }
  }, [panel, anchor, phone])
  return place
}
