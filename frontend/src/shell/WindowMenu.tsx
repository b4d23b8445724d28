import { type KeyboardEvent, useContext, useEffect, useId, useRef, useState } from 'react'
import { text } from '../text'
import { Icon } from '../ui/Icon'
import { useFrames } from '../windows/context'
import { isOffered, KINDS, kindOf, type WindowKind } from '../windows/kinds'
import { PageContext, useLive, useOpenWindow } from './context'
import { Link } from './Link'
import { PAGES } from './pages'

const ALL = Object.keys(KINDS) as WindowKind[]

/** Everything that can be opened, as a menu. */
export function WindowMenu({ phone = false }: { phone?: boolean }) {
  const [open, setOpen] = useState(false)
  const root = useRef<HTMLDivElement>(null)
  const button = useRef<HTMLButtonElement>(null)
  const id = useId()
  useEffect(() => {
    if (!open) return
    root.current?.querySelector<HTMLElement>('[role=menuitem]')?.focus()
    const outside = (event: Event) => {
      if (!root.current?.contains(event.target as Node)) setOpen(false)
    }
    document.addEventListener('pointerdown', outside)
    return () => document.removeEventListener('pointerdown', outside)
  }, [open])
  const close = () => {
    setOpen(false)
    button.current?.focus()
  }
  return (
    <div className="menu-root" ref={root}>
      <button
        type="button"
        ref={button}
        className={phone ? undefined : 'nav-item'}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        onClick={() => setOpen(!open)}
      >
        <Icon name="more" size={phone ? 20 : 16} />
        {text.bottom.more}
      </button>
      {open && <Items id={id} phone={phone} onClose={close} />}
    </div>
  )
}

function Items({ id, phone, onClose }: { id: string; phone: boolean; onClose: () => void }) {
  const windows = useContext(PageContext)?.windows
  const open = useOpenWindow()
  const frames = useFrames()
  const live = useLive()
  const listed = ALL.filter(each => isOffered(each, live) && !kindOf(each).unlisted)
  const act = (action: () => void) => () => {
    onClose()
    action()
  }
  return (
    <div
      id={id}
      className="card menu"
      role="menu"
      aria-label={text.windows.open}
      onKeyDown={moveFocus(onClose)}
    >
      {/* On a phone there is no line of pages above. */}
      {phone &&
        PAGES.map(page => (
          <Link key={page.path} role="menuitem" tabIndex={-1} href={page.path} onClick={onClose}>
            <Icon name={page.icon} />
            {page.title}
          </Link>
        ))}
      {listed.map(kind => (
        <button
          key={kind}
          type="button"
          role="menuitem"
          tabIndex={-1}
          onClick={act(() => open({ kind, subject: null }))}
        >
          <Icon name={kindOf(kind).icon} />
          {kindOf(kind).title}
        </button>
      ))}
      {windows && frames.length > 0 && (
        <>
          <hr />
          <button type="button" role="menuitem" tabIndex={-1} onClick={act(() => windows.tile())}>
            <Icon name="columns" />
            {text.windows.tile}
          </button>
          <button type="button" role="menuitem" tabIndex={-1} onClick={act(() => windows.closeAll())}>
            <Icon name="close" />
            {text.windows.closeAll}
          </button>
        </>
      )}
    </div>
  )
}

function moveFocus(onClose: () => void) {
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
