import { useContext, useEffect, useId } from 'react'
import { text } from '../text'
import { Icon } from '../ui/Icon'
import { menuKeys } from '../ui/menu'
import { useOpening } from '../ui/useOutside'
import { useFrames } from '../windows/context'
import { isOffered, KINDS, kindOf, type WindowKind } from '../windows/kinds'
import { PageContext, useLive, useOpenWindow } from './context'
import { Link } from './Link'
import { PAGES } from './pages'

const ALL = Object.keys(KINDS) as WindowKind[]

/** Everything that can be opened, as a menu. */
export function WindowMenu({ phone = false }: { phone?: boolean }) {
  const { open, setOpen, close, root, button } = useOpening()
  const id = useId()
  useEffect(() => {
    if (open) root.current?.querySelector<HTMLElement>('[role=menuitem]')?.focus()
  }, [open, root])
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
      onKeyDown={menuKeys(onClose)}
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
