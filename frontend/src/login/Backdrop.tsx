import { useEffect, useRef } from 'react'
import { LiveFeed } from '../live/feed'
import { MapEngine } from '../map/engine'
import { onTheme } from '../ui/theme'

const nothing = () => {}

/** The map behind the login: the land and its towns, nobody on it, not to be moved. */
export function Backdrop() {
  const root = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const [land, moving, pointer] = [...root.current!.querySelectorAll('canvas')]
    const feed = new LiveFeed({ onSignedOut: nothing })
    const events = {
      onHover: nothing,
      onSelect: nothing,
      onRelease: nothing,
      onView: nothing,
      onScale: nothing,
      onPlace: nothing,
    }
    const layers = { land: land!, moving: moving!, pointer: pointer! }
    const engine = new MapEngine(root.current!, layers, feed, events, () => true)
    const fit = () => engine.resize({ top: 12, right: 16, bottom: 12, left: 32 })
    const observer = new ResizeObserver(fit)
    observer.observe(root.current!)
    const offTheme = onTheme(() => engine.repaint())
    document.fonts?.load('12px "Roboto Variable"').then(() => engine.repaint(), nothing)
    return () => {
      observer.disconnect()
      offTheme()
      engine.close()
    }
  }, [])
  return (
    <div className="login-map" aria-hidden="true">
      <div className="map-surface inert" ref={root}>
        <canvas />
        <canvas />
        <canvas />
      </div>
    </div>
  )
}
