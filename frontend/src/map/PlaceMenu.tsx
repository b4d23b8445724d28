import { useLayoutEffect, useRef } from 'react'
import { usePageContext } from '../shell/context'
import { linkTo } from '../shell/page'
import { text } from '../text'
import { copy } from '../ui/clipboard'
import { Icon, type IconName } from '../ui/Icon'
import { menuKeys } from '../ui/menu'
import { toasts } from '../ui/toasts'
import { useOutside } from '../ui/useOutside'
import { formatPlace } from './coordinates'
import { landblockOf } from './landblock'

/** Where the menu was asked for, on the map and in the world. */
export interface MenuPlace {
  x: number
  y: number
  ns: number
  ew: number
  scale: number
}

// Links lead at least so near, pixels a unit: a place in a picture of the whole continent is no place.
const LINK_SCALE = 16

/** What can be done with a place of the map. */
export function PlaceMenu({
  at,
  onMeasure,
  onClose,
}: {
  at: MenuPlace
  onMeasure: () => void
  onClose: () => void
}) {
  const { page } = usePageContext()
  const root = useRef<HTMLDivElement>(null)
  const place = formatPlace(at.ns, at.ew)
  const block = landblockOf(at.ns, at.ew)
  useLayoutEffect(() => {
    const menu = root.current!
    const room = menu.parentElement!
    const left = Math.min(at.x, room.clientWidth - menu.offsetWidth - 8)
    const top = Math.min(at.y, room.clientHeight - menu.offsetHeight - 8)
    menu.style.transform = `translate(${Math.round(Math.max(8, left))}px, ${Math.round(Math.max(8, top))}px)`
    menu.querySelector<HTMLElement>('[role=menuitem]')?.focus()
  }, [at])
  useOutside(root, true, onClose, 'pointerdown', 'wheel')
  const copyText = async (value: string, what: string) => {
    const done = await copy(value)
    toasts.show(
      done
        ? { text: text.place.copied(what), tone: 'good' }
        : { text: text.place.notCopied(value), tone: 'bad' },
    )
  }
  const link = () => linkTo(page.get(), { ns: at.ns, ew: at.ew, scale: Math.max(LINK_SCALE, at.scale) })
  const items: [icon: IconName, label: string, act: () => void][] = [
    ['copy', text.place.copy(place), () => copyText(place, place)],
    ['link', text.place.copyLink, () => copyText(link(), text.place.link)],
    ...(block
      ? [['map', text.place.copyBlock(block), () => copyText(block, block)] as [IconName, string, () => void]]
      : []),
    ['trail', text.place.measure, onMeasure],
    ['follow', text.place.centre, () => page.lookAt(at, null)],
  ]
  return (
    <div
      ref={root}
      className="card menu place-menu"
      role="menu"
      aria-label={text.place.title(place)}
      data-covers-map
      onKeyDown={menuKeys(onClose)}
    >
      {items.map(([icon, label, act]) => (
        <button
          key={label}
          type="button"
          role="menuitem"
          tabIndex={-1}
          onClick={() => {
            onClose()
            act()
          }}
        >
          <Icon name={icon} />
          {label}
        </button>
      ))}
    </div>
  )
}
