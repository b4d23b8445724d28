import { type RefObject, useCallback, useLayoutEffect, useState } from 'react'

// Rows kept ready outside of what is seen, so that scrolling never shows a gap.
const AHEAD = 8

export interface Stretch {
  first: number
  last: number
}

/** The rows of equal height that are drawn: those in sight, and some around them. */
export function stretchAt(top: number, height: number, count: number, row: number): Stretch {
  // A list that got shorter may be scrolled beyond its end until the browser notices.
  const from = Math.min(Math.max(0, top), Math.max(0, count * row - height))
  return {
    first: Math.max(0, Math.floor(from / row) - AHEAD),
    last: Math.min(count, Math.ceil((from + height) / row) + AHEAD),
  }
}

/** More rows than are ever drawn at once: rows that leave on one side come back on the other. */
export function spanOf(height: number, row: number): number {
  return Math.ceil(height / row) + 2 * AHEAD + 1
}

/** Which rows of a scrolling element are to be drawn; it renders anew only when they change. */
export function useRows(body: RefObject<HTMLElement | null>, count: number, row: number, head: number) {
  const [stretch, setStretch] = useState(() => ({ ...stretchAt(0, 900, count, row), span: spanOf(900, row) }))
  useLayoutEffect(() => {
    const element = body.current
    if (!element) return
    const measure = () => {
      const height = element.clientHeight - head
      const next = { ...stretchAt(element.scrollTop, height, count, row), span: spanOf(height, row) }
      setStretch(now =>
        now.first === next.first && now.last === next.last && now.span === next.span ? now : next,
      )
    }
    measure()
    element.addEventListener('scroll', measure, { passive: true })
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => {
      element.removeEventListener('scroll', measure)
      observer.disconnect()
    }
  }, [body, count, row, head])

  const scrollTo = useCallback(
    (index: number) => {
      const element = body.current
      if (!element) return
      const [top, bottom] = [index * row, (index + 1) * row]
      const height = element.clientHeight - head
      if (top < element.scrollTop) element.scrollTop = top
      else if (bottom > element.scrollTop + height) element.scrollTop = bottom - height
    },
    [body, row, head],
  )
  const inSight = useCallback(() => {
    const height = (body.current?.clientHeight ?? 600) - head
    return Math.max(1, Math.floor(height / row) - 1)
  }, [body, row, head])
  return { ...stretch, scrollTo, inSight }
}
