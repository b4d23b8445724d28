import { type RefObject, useEffect, useRef } from 'react'
import type { MapEngine } from '../map/engine'
import { isEmpty, neighbour } from '../map/group'
import { selectRows } from '../roster/rows'
import { usePageContext } from './context'

// A press of an arrow moves the map by this many pixels.
const STEP = 96
const ZOOM_STEP = 1.5

const ARROWS: Record<string, [number, number]> = {
  ArrowLeft: [STEP, 0],
  ArrowRight: [-STEP, 0],
  ArrowUp: [0, STEP],
  ArrowDown: [0, -STEP],
}

// What the space bar presses by itself.
const PRESSED = 'button, a, summary, [role=row], [role=tab]'

/** The keys that work everywhere on the map page; `engine` is how they reach the map. */
export function useKeys(engine: RefObject<MapEngine | null>, findField: () => void): void {
  const find = useRef(findField)
  find.current = findField
  const { feed, page, windows, replay } = usePageContext()
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return
      const target = event.target as Element
      if (target.closest('input, textarea, select, dialog, [role=menu], [role=dialog]')) return
      if (act(event, target)) event.preventDefault()
    }
    const act = ({ key, shiftKey: shift }: KeyboardEvent, target: Element): boolean => {
      if (key === '/') find.current()
      else if (key === 'Escape') letGo()
      else if (key === 'Enter') return target.matches('.map-surface') && openStep(shift)
      else if (key === 'n' || key === 'N') engine.current?.keyboard.step(1, shift)
      else if (key === 'p' || key === 'P') engine.current?.keyboard.step(-1, shift)
      else if (key === 'f' || key === 'F') toggleFollow()
      else if (key === 'j' || key === 'J') page.change({ jumpOpen: true })
      else if (key === '[' || key === ']') follow(key === ']' ? 1 : -1)
      else if (key === ' ' && !target.closest(PRESSED)) replay.toggle()
      else return move(key, target)
      return true
    }
    const openStep = (more: boolean) => engine.current?.keyboard.open(more) ?? false
    const letGo = () => {
      if (engine.current?.keyboard.leave()) return
      if (windows.closeTop()) return
      const { followed, group, look } = page.get()
      if (look) page.change({ look: null })
      else if (followed || !isEmpty(group)) page.follow(null)
      else page.change({ selected: null })
    }
    const follow = (step: 1 | -1) => {
      const { followed, selected, text, tags, sort } = page.get()
      const rows = selectRows(feed.store.get().players, { text, tags }, sort).map(({ name }) => name)
      const next = neighbour(rows, followed ?? selected, step)
      if (next !== null) page.follow(next)
    }
    const letGoForMove = () => {
      const { followed, group } = page.get()
      if (followed || !isEmpty(group)) page.follow(null)
    }
    const toggleFollow = () => {
      const { followed, selected } = page.get()
      page.follow(followed ? null : selected)
    }
    const move = (key: string, target: Element): boolean => {
      const map = engine.current
      const arrow = ARROWS[key]
      if (!map || (arrow && target.closest('[role=grid], [role=separator], .win'))) return false
      if (arrow) {
        letGoForMove()
        map.camera.panBy(...arrow)
      } else if (key === '+' || key === '=') map.camera.zoomBy(ZOOM_STEP)
      else if (key === '-' || key === '_') map.camera.zoomBy(1 / ZOOM_STEP)
      else if (key === '0') {
        letGoForMove()
        map.camera.showAll()
      } else return false
      map.wake()
      return true
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [engine, feed, page, windows, replay])
}
