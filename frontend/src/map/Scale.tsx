import type { RefObject } from 'react'
import { text } from '../text'
import { scaleBar } from './scaleBar'

interface ScaleProps {
  /** CSS pixels per map unit, null before the map is drawn. */
  scale: number | null
  bottom: number
  /** Where the map writes the place under the pointer, many times a second. */
  placeRef: RefObject<HTMLSpanElement | null>
}

export function Scale({ scale, bottom, placeRef }: ScaleProps) {
  const bar = scale === null ? null : scaleBar(scale)
  return (
    <div className="map-scale" style={{ marginBottom: bottom }}>
      {bar && (
        <div>
          <i style={{ width: bar.width }} />
          <span>{text.map.scale(bar.units, distance(bar.metres))}</span>
        </div>
      )}
      <span ref={placeRef} className="map-place" />
    </div>
  )
}

function distance(metres: number): string {
  return metres < 1000 ? text.map.metres(metres) : text.map.kilometres(metres / 1000)
}
