import { useEffect, useState } from 'react'

/** Where Grafana answers, on servers that have been told of one. */
export const GRAFANA = '/grafana/'

let asked: Promise<boolean> | null = null

/** Whether there is a Grafana behind this server. Asked once, when it is first of interest. */
export function useGrafana(): boolean {
  const [there, setThere] = useState(false)
  useEffect(() => {
    asked ??= ask()
    let shown = true
    asked.then(answer => shown && setThere(answer))
    return () => {
      shown = false
    }
  }, [])
  return there
}

async function ask(): Promise<boolean> {
  try {
    const { ok, type } = await fetch(GRAFANA, { method: 'HEAD', redirect: 'manual', cache: 'no-store' })
    // Its own sign-in is a redirect.
    return ok || type === 'opaqueredirect'
  } catch {
    asked = null
    return false
  }
}
