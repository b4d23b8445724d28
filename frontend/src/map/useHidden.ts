import { useEffect } from 'react'
import { usePageContext } from '../shell/context'
import { usePhone } from '../ui/media'
import type { MapEngine } from './engine'

/** Tells the map what windows hide of it: they lie where their store says, over all of the map. */
export function useHidden(engine: MapEngine | null): void {
  const { windows } = usePageContext()
  const phone = usePhone()
  useEffect(() => {
    if (!engine || phone) return
    const tell = () =>
      engine.setHidden(windows.get().map(({ box: { x, y, width, height } }) => [x, y, x + width, y + height]))
    tell()
    const off = windows.subscribe(tell)
    return () => {
      off()
      engine.setHidden([])
    }
  }, [engine, windows, phone])
}
