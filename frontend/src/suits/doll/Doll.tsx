import { type KeyboardEvent, type ReactNode, useRef } from 'react'
import { text } from '../../text'
import { bySlot } from '../compare'
import { useBuilder } from '../context'
import { SUIT_CELLS } from '../wish'
import { SlotCell } from './SlotCell'

/** Seven by six cells, as in the game; what a suit has no cells for is between them. */
export function Doll({ children }: { children: ReactNode }) {
  const { shown } = useBuilder()
  const doll = useRef<HTMLDivElement>(null)
  const pieces = shown ? bySlot(shown) : new Map()
  // The arrows go to the nearest slot that way.
  const onKey = (event: KeyboardEvent) => {
    const by = STEPS[event.key]
    const at = (event.target as Element).closest<HTMLElement>('.sb-slot')
    if (!by || !at || !doll.current) return
    event.preventDefault()
    const from = at.getBoundingClientRect()
    const others = [...doll.current.querySelectorAll<HTMLElement>('.sb-slot')].filter(each => each !== at)
    const ranked = others
      .map(each => {
        const to = each.getBoundingClientRect()
        const [dx, dy] = [to.x - from.x, to.y - from.y]
        const along = dx * by[0] + dy * by[1]
        const aside = Math.abs(dx * by[1]) + Math.abs(dy * by[0])
        return { each, along, cost: along + 3 * aside }
      })
      .filter(({ along }) => along > 8)
      .sort((a, b) => a.cost - b.cost)
    ranked[0]?.each.focus()
  }
  return (
    <div className="sb-doll" ref={doll} onKeyDown={onKey} role="group" aria-label={text.suits.doll.label}>
      {SUIT_CELLS.map(cell => (
        <SlotCell key={cell.id} cell={cell} piece={pieces.get(cell.id) ?? null} />
      ))}
      {children}
    </div>
  )
}

const STEPS: Record<string, readonly [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
}
