import { type KeyboardEvent, type PointerEvent, type ReactNode, useEffect, useRef, useState } from 'react'
import { text } from '../text'
import { usePage, usePageContext } from './context'
import type { SheetHeight } from './page'

const ORDER: SheetHeight[] = ['closed', 'half', 'full']
// Share of the stage that a half-open sheet takes, and what a full one leaves: too little for half a card.
const HALF = 0.54
const LEFT_OPEN = 12
// Pulled at least this fast, in pixels a millisecond, it goes on to the next height.
const FLING = 0.4

/** The phone's roster: a sheet over the map that is pulled up and down by its handle. */
export function Sheet({ children, onHeight }: { children: ReactNode; onHeight: (height: number) => void }) {
  const { page } = usePageContext()
  const { sheet } = usePage()
  const root = useRef<HTMLElement>(null)
  const stage = useStageHeight(root)
  const [pulled, setPulled] = useState<number | null>(null)
  const pull = useRef({ y: 0, height: 0, at: 0, speed: 0 })
  const height = heightOf(sheet, stage)
  // A full sheet hides the map: there is no middle left to keep somebody in.
  const covering = sheet === 'full' ? heightOf('half', stage) : height
  useEffect(() => onHeight(covering), [onHeight, covering])

  const down = (event: PointerEvent) => {
    event.currentTarget.setPointerCapture(event.pointerId)
    pull.current = { y: event.clientY, height, at: event.timeStamp, speed: 0 }
    setPulled(height)
  }
  const move = (event: PointerEvent) => {
    if (pulled === null) return
    const next = Math.max(
      0,
      Math.min(stage - LEFT_OPEN, pull.current.height + pull.current.y - event.clientY),
    )
    const time = event.timeStamp - pull.current.at
    if (time > 0) pull.current.speed = (next - pulled) / time
    pull.current.at = event.timeStamp
    setPulled(next)
  }
  const up = () => {
    if (pulled === null) return
    const tapped = Math.abs(pulled - pull.current.height) < 6
    const next = tapped ? (sheet === 'full' ? 'half' : 'full') : settle(pulled, pull.current.speed, stage)
    setPulled(null)
    page.change({ sheet: next })
  }
  const key = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowUp' ? 1 : event.key === 'ArrowDown' ? -1 : 0
    if (step === 0) return
    event.preventDefault()
    page.change({ sheet: ORDER[Math.min(2, Math.max(0, ORDER.indexOf(sheet) + step))]! })
  }

  return (
    <section
      ref={root}
      className={pulled === null ? 'sheet' : 'sheet pulled'}
      style={{ height: pulled ?? height }}
      aria-label={text.roster.title}
      inert={sheet === 'closed' && pulled === null}
    >
      <div
        className="grab"
        role="separator"
        aria-orientation="horizontal"
        aria-label={text.roster.grab}
        aria-valuenow={ORDER.indexOf(sheet)}
        aria-valuemin={0}
        aria-valuemax={2}
        tabIndex={0}
        onPointerDown={down}
        onPointerMove={move}
        onPointerUp={up}
        onPointerCancel={up}
        onKeyDown={key}
      >
        <i />
      </div>
      {children}
    </section>
  )
}

function heightOf(sheet: SheetHeight, stage: number): number {
  if (sheet === 'closed') return 0
  return sheet === 'half' ? Math.round(stage * HALF) : stage - LEFT_OPEN
}

function settle(height: number, speed: number, stage: number): SheetHeight {
  const towards = height + (Math.abs(speed) > FLING ? Math.sign(speed) * stage * 0.3 : 0)
  const distance = (sheet: SheetHeight) => Math.abs(heightOf(sheet, stage) - towards)
  return ORDER.reduce((best, sheet) => (distance(sheet) < distance(best) ? sheet : best))
}

function useStageHeight(root: { current: HTMLElement | null }): number {
  const [height, setHeight] = useState(0)
  useEffect(() => {
    const parent = root.current?.parentElement
    if (!parent) return
    const measure = () => setHeight(parent.clientHeight)
    const observer = new ResizeObserver(measure)
    observer.observe(parent)
    measure()
    return () => observer.disconnect()
  }, [root])
  return height
}
