import { type RefObject, useCallback, useLayoutEffect, useState } from 'react'

// Rows kept ready outside of what is seen, so that scrolling never shows a gap.
const AHEAD = 6

interface Window {
  /** The first row that is drawn, and the one after the last. */
  first: number
  last: number
  /** Whole rows that fit. */
  pageRows: number
  /** Scrolls as little as needed to show a row. */
  scrollTo: (index: number) => void
  /** Brings a row into the middle unless it is in sight. */
  reveal: (index: number) => void
}

/** Which of many rows of equal height are in sight of a scrolling element. */
export function useWindow(body: RefObject<HTMLElement | null>, count: number, rowHeight: number): Window {
  const [seen, setSeen] = useState({ top: 0, height: 600 })
  useLayoutEffect(() => {
    const element = body.current
    if (!element) return
    const measure = () => {
      const [top, height] = [element.scrollTop, element.clientHeight]
      setSeen(before => (before.top === top && before.height === height ? before : { top, height }))
    }
    element.addEventListener('scroll', measure, { passive: true })
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    measure()
    return () => {
      element.removeEventListener('scroll', measure)
      observer.disconnect()
    }
  }, [body])

  const scrollTo = useCallback(
    (index: number) => {
      const element = body.current
      if (!element) return
      const [top, bottom] = [index * rowHeight, (index + 1) * rowHeight]
      if (top < element.scrollTop) element.scrollTop = top
      else if (bottom > element.scrollTop + element.clientHeight)
        element.scrollTop = bottom - element.clientHeight
    },
    [body, rowHeight],
  )
  const reveal = useCallback(
    (index: number) => {
      const element = body.current
      if (!element) return
      const middle = (index + 0.5) * rowHeight
      const inSight = middle > element.scrollTop && middle < element.scrollTop + element.clientHeight
      if (!inSight) element.scrollTop = middle - element.clientHeight / 2
    },
    [body, rowHeight],
  )
  // A list that got shorter may be scrolled beyond its end until the browser notices.
  const top = Math.min(seen.top, Math.max(0, count * rowHeight - seen.height))
  return {
    first: Math.max(0, Math.floor(top / rowHeight) - AHEAD),
    last: Math.min(count, Math.ceil((top + seen.height) / rowHeight) + AHEAD),
    pageRows: Math.max(1, Math.floor(seen.height / rowHeight) - 1),
    scrollTo,
    reveal,
  }
}
