import { useContext } from 'react'
import { askPalette } from '../everywhere/ask'
import { text } from '../text'
import { Icon } from '../ui/Icon'
import { useFrames } from '../windows/context'
import { PageContext, useOpenWindow, usePage, usePageContext } from './context'
import { Link } from './Link'
import { WindowMenu } from './WindowMenu'

/** The phone's places: the map, the roster over it, and the windows. */
export function BottomBar() {
  const onMap = useContext(PageContext) !== null
  const open = useOpenWindow()
  const chatting = useFrontKind() === 'chat'
  return (
    <nav className="bottom" aria-label={text.bottom.pages}>
      {onMap ? (
        <MapPlaces />
      ) : (
        <Link href="/">
          <Icon name="map" size={20} />
          {text.bottom.map}
        </Link>
      )}
      <button type="button" aria-haspopup="dialog" onClick={askPalette}>
        <Icon name="search" size={20} />
        {text.bottom.search}
      </button>
      <button type="button" aria-pressed={chatting} onClick={() => open({ kind: 'chat', subject: null })}>
        <Icon name="chat" size={20} />
        {text.chat.title}
      </button>
      <WindowMenu phone />
    </nav>
  )
}

function MapPlaces() {
  const { page, windows } = usePageContext()
  const { sheet } = usePage()
  const open = sheet !== 'closed'
  // A window covers both.
  const covered = useFrontKind() !== null
  const show = (next: typeof sheet) => () => {
    windows.closeAll()
    page.change({ sheet: next })
  }
  return (
    <>
      <button type="button" aria-pressed={!open && !covered} onClick={show('closed')}>
        <Icon name="map" size={20} />
        {text.bottom.map}
      </button>
      <button type="button" aria-pressed={open && !covered} onClick={show(open ? sheet : 'half')}>
        <Icon name="people" size={20} />
        {text.bottom.roster}
      </button>
    </>
  )
}

/** Which window is in front, as on a phone it is the only one in sight; null: none. */
function useFrontKind(): string | null {
  const front = useFrames().at(-1)
  return front?.tabs[front.active]?.kind ?? null
}
