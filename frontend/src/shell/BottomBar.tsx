import { text } from '../text'
import { Icon } from '../ui/Icon'
import { usePage, usePageContext } from './context'
import { WindowMenu } from './WindowMenu'

/** The phone's places: the map, the roster over it, and the windows. */
export function BottomBar() {
  const { page, windows } = usePageContext()
  const { sheet } = usePage()
  const open = sheet !== 'closed'
  return (
    <nav className="bottom" aria-label={text.bottom.pages}>
      <button
        type="button"
        aria-pressed={!open}
        onClick={() => {
          windows.closeAll()
          page.change({ sheet: 'closed' })
        }}
      >
        <Icon name="map" size={20} />
        {text.bottom.map}
      </button>
      <button
        type="button"
        aria-pressed={open}
        onClick={() => {
          windows.closeAll()
          page.change({ sheet: open ? sheet : 'half' })
        }}
      >
        <Icon name="people" size={20} />
        {text.bottom.roster}
      </button>
      <button type="button" onClick={() => windows.open({ kind: 'chat', subject: null })}>
        <Icon name="chat" size={20} />
        {text.chat.title}
      </button>
      <WindowMenu phone />
    </nav>
  )
}
