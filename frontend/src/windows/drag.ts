import type { PointerEvent } from 'react'

export interface Point {
  x: number
  y: number
}

export interface Drag {
  /** With the way from where it began, and the pointer on the page. */
  onMove: (by: Point, at: Point) => void
  /** Once, at the end; cancelled: as if it had not been. */
  onEnd?: (at: Point, cancelled: boolean) => void
}

// A finger or a hand that trembles less than this means a click.
const THRESHOLD = 4

/** Follows the pointer from a press until it is let go, wherever it goes. */
export function startDrag(event: PointerEvent, drag: Drag): void {
  if (event.button !== 0) return
  const from = { x: event.clientX, y: event.clientY }
  const pointer = event.pointerId
  let began = false
  const at = (move: globalThis.PointerEvent): Point => ({ x: move.clientX, y: move.clientY })
  const onMove = (move: globalThis.PointerEvent) => {
    if (move.pointerId !== pointer) return
    const by = { x: move.clientX - from.x, y: move.clientY - from.y }
    began ||= Math.hypot(by.x, by.y) >= THRESHOLD
    if (began) drag.onMove(by, at(move))
  }
  const end = (move: globalThis.PointerEvent) => {
    if (move.pointerId !== pointer) return
    removeEventListener('pointermove', onMove)
    removeEventListener('pointerup', end)
    removeEventListener('pointercancel', end)
    if (began) drag.onEnd?.(at(move), move.type === 'pointercancel')
  }
  addEventListener('pointermove', onMove)
  addEventListener('pointerup', end)
  addEventListener('pointercancel', end)
}
