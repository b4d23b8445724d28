import { type RefObject, useCallback, useEffect, useRef, useState } from 'react'
import type { MapEngine } from '../engine'
import type { Measured } from './MeasureCard'
import type { Point } from './tool'
import { Way } from './way'

export interface Measuring {
  active: boolean
  showRef: RefObject<((measured: Measured) => void) | null>
  begin: (from: Point) => void
  undo: () => void
  end: () => void
}

/** Measuring on the map, from a place until somebody ends it. */
export function useMeasure(engine: MapEngine | null): Measuring {
  const [from, setFrom] = useState<Point | null>(null)
  const showRef = useRef<((measured: Measured) => void) | null>(null)
  const way = useRef<Way | null>(null)
  const undo = useCallback(() => {
    way.current?.undo()
    engine?.repaintPointer()
  }, [engine])
  const end = useCallback(() => setFrom(null), [])
  useEffect(() => {
    if (!engine || !from) return
    const measured = new Way((points, pointer) => showRef.current?.({ points: [...points], pointer }))
    way.current = measured
    measured.click(from)
    engine.setTool(measured)
    const onKey = (event: KeyboardEvent) => {
      const typing = (event.target as Element).closest('input, textarea, select, [role=menu], [role=dialog]')
      if (typing || (event.key !== 'Escape' && event.key !== 'Backspace')) return
      event.preventDefault()
      event.stopPropagation()
      if (event.key === 'Escape') end()
      else undo()
    }
    // Before the keys of the page: Escape ends this first.
    document.addEventListener('keydown', onKey, { capture: true })
    return () => {
      document.removeEventListener('keydown', onKey, { capture: true })
      engine.setTool(null)
      way.current = null
    }
  }, [engine, from, undo, end])
  return { active: from !== null, showRef, begin: setFrom, undo, end }
}
