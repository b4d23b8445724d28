import { useEffect, useState } from 'react'

/** Renders anew each so many milliseconds while it is asked to, for ages and countdowns. */
export function useNow(every: number, active: boolean): void {
  const [, tick] = useState(0)
  useEffect(() => {
    if (!active) return
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') tick(n => n + 1)
    }, every)
    return () => clearInterval(timer)
  }, [every, active])
}
