import { type RefObject, useImperativeHandle, useState } from 'react'
import { text } from '../text'
import { scaleBar } from './scaleBar'

interface ScaleProps {
  /** Where the map tells its scale, in every frame of a zoom: only this part is drawn anew. */
  showRef: RefObject<((scale: number) => void) | null>
  bottom: number
  /** Where the map writes the place under the pointer, many times a second. */
  placeRef: RefObject<HTMLSpanElement | null>
}

export function Scale({ showRef, bottom, placeRef }: ScaleProps) {
  const [scale, setScale] = useState<number | null>(null)
  useImperativeHandle(showRef, () => setScale, [])
  const bar = scale === null ? null : scaleBar(scale)
  return (
    <div className="map-scale" data-covers-map style={{ marginBottom: bottom }}>
      {bar && (
        <div>
          <i style={{ width: bar.width }} />
          <span>{text.map.scale(bar.units, text.distance(bar.metres))}</span>
        </div>
      )}
      <span ref={placeRef} className="map-place" />
    </div>
  )
}
