import { text } from '../text'
import { Icon } from '../ui/Icon'
import { usePage, usePageContext } from './context'

/** The phone's two places: the map, and the roster over it. */
export function BottomBar() {
  const { page } = usePageContext()
  const { sheet } = usePage()
  const open = sheet !== 'closed'
  return (
    <nav className="bottom" aria-label={text.bottom.pages}>
      <button type="button" aria-pressed={!open} onClick={() => page.change({ sheet: 'closed' })}>
        <Icon name="map" size={20} />
        {text.bottom.map}
      </button>
      <button type="button" aria-pressed={open} onClick={() => page.change({ sheet: open ? sheet : 'half' })}>
        <Icon name="people" size={20} />
        {text.bottom.roster}
      </button>
    </nav>
  )
}
