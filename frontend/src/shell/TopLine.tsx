import { useContext } from 'react'
import { askPalette } from '../everywhere/ask'
import { text } from '../text'
import { Icon } from '../ui/Icon'
import { useFrames } from '../windows/context'
import { kindOf, type WindowKind } from '../windows/kinds'
import { Bell } from './Bell'
import { ConnectionState } from './ConnectionState'
import { PageContext, useLive, useOpenWindow } from './context'
import { Link } from './Link'
import { PAGES } from './pages'
import { useRoute } from './route'
import { ServerFigures } from './ServerFigures'
import { UserMenu } from './UserMenu'
import { WindowMenu } from './WindowMenu'

// The windows that are asked for most stand in the line itself.
const FIRST: WindowKind[] = ['chat', 'rares']

export function TopLine({ phone }: { phone: boolean }) {
  const { players, loaded } = useLive()
  return (
    <header className="top">
      <h1 className="brand">
        <span className="accent">
          <Icon name="mark" size={20} />
        </span>
        <span className="brand-name">{text.product}</span>
      </h1>
      {!phone && <Nav />}
      <p className="figures">
        <b>{loaded ? text.number(players.length) : '–'}</b> {text.top.online}
      </p>
      <ServerFigures phone={phone} />
      <ConnectionState />
      <Bell />
      {!phone && <SearchButton />}
      <UserMenu />
    </header>
  )
}

/** The ways to what is not the map. */
function Nav() {
  const { path } = useRoute()
  const open = useOpenWindow()
  const frames = useFrames()
  const onMap = useContext(PageContext) !== null
  const isOpen = (kind: WindowKind) => frames.some(frame => frame.tabs.some(tab => tab.kind === kind))
  return (
    <nav className="nav" aria-label={text.bottom.pages}>
      <Link className="nav-item" href="/" aria-current={onMap ? 'page' : undefined}>
        <Icon name="map" />
        {text.bottom.map}
      </Link>
      {PAGES.map(page => (
        <Link
          key={page.path}
          className="nav-item"
          href={page.path}
          aria-current={path === page.path ? 'page' : undefined}
        >
          <Icon name={page.icon} />
          {page.title}
        </Link>
      ))}
      {FIRST.map(kind => (
        <button
          key={kind}
          type="button"
          className="nav-item"
          aria-pressed={isOpen(kind)}
          onClick={() => open({ kind, subject: null })}
        >
          <Icon name={kindOf(kind).icon} />
          {kindOf(kind).title}
        </button>
      ))}
      <WindowMenu />
    </nav>
  )
}

/** Opens the palette. Narrow lines show only its icon. */
function SearchButton() {
  return (
    <button type="button" className="find" aria-keyshortcuts="Control+K" onClick={askPalette}>
      <Icon name="search" />
      <span>{text.palette.title}</span>
      <kbd>Ctrl K</kbd>
    </button>
  )
}
