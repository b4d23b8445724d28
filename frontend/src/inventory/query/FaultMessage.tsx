import { type RefObject, useLayoutEffect, useRef, useState } from 'react'
import { text } from '../../text'
import { messageLeft, type QueryFault } from './fault'

interface FaultMessageProps {
  id: string
  fault: QueryFault
  mark: RefObject<HTMLSpanElement | null>
  within: RefObject<HTMLElement | null>
  /** How far the field is scrolled. */
  scrolled: number
  onMend: (suggestion: string) => void
}

/** What is wrong, hanging below the mark, with what was probably meant as buttons. */
export function FaultMessage({ id, fault, mark, within, scrolled, onMend }: FaultMessageProps) {
  const root = useRef<HTMLDivElement>(null)
  const [left, setLeft] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the mark moves with the fault and the scrolling
  useLayoutEffect(() => {
    const [marked, area] = [mark.current?.getBoundingClientRect(), within.current?.getBoundingClientRect()]
    if (!marked || !area || !root.current) return
    setLeft(messageLeft(marked.left - area.left, root.current.offsetWidth, area.width))
  }, [fault, scrolled])
  return (
    <div ref={root} id={id} className="card q-fault" role="alert" style={{ left }}>
      <span className="unseen">{text.inventory.query.wrong}: </span>
      <span className="bad" dir="auto">
        {fault.message}
      </span>
      {fault.suggestions.map((suggestion, at) => (
        <span key={suggestion} className="q-mend">
          {at === 0 ? text.inventory.query.tryThis : text.inventory.query.orThis}
          <button
            type="button"
            aria-label={text.inventory.query.mend(suggestion)}
            // The field keeps the focus, and with it what is typed there.
            onPointerDown={event => event.preventDefault()}
            onClick={() => onMend(suggestion)}
          >
            {suggestion}
          </button>
        </span>
      ))}
    </div>
  )
}
