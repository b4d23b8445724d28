import { useEffect } from 'react'
import { usePageContext } from '../shell/context'
import { usePhone } from '../ui/media'
import type { Frames } from '../windows/store'
import type { MapEngine } from './engine'
import type { Rect } from './graticule'

// A window of a phone, as the map sees it.
const EVERYTHING: Rect = [-1e6, -1e6, 1e6, 1e6]

/**
 * Tells the map what windows hide of it: they lie where their store says, over all of the map; on a phone one
 * hides it all.
 */
export function useHidden(engine: MapEngine | null): void {
  const { windows } = usePageContext()
  const phone = usePhone()
  useEffect(() => {
    if (!engine) return
    const tell = () => engine.setHidden(hidden(windows.get(), phone))
    tell()
    const off = windows.subscribe(tell)
    return () => {
      off()
      engine.setHidden([])
    }
  }, [engine, windows, phone])
}

function hidden(frames: Frames, phone: boolean): Rect[] {
  if (phone) return frames.length > 0 ? [EVERYTHING] : []
  return frames.map(({ box: { x, y, width, height } }) => [x, y, x + width, y + height])
}
