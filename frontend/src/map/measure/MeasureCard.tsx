import { type RefObject, useImperativeHandle, useState } from 'react'
import { text } from '../../text'
import { Icon } from '../../ui/Icon'
import { legOf, lengthOf, windOf } from './distance'
import type { Point } from './tool'

export interface Measured {
  points: readonly Point[]
  pointer: Point | null
}

/** What has been measured: the leg under the pointer and the whole way. */
export function MeasureCard({
  showRef,
  onUndo,
  onClose,
}: {
  /** Where the map tells what it measures, as often as the pointer moves: only this card is drawn anew. */
  showRef: RefObject<((measured: Measured) => void) | null>
  onUndo: () => void
  onClose: () => void
}) {
  const [{ points, pointer }, show] = useState<Measured>({ points: [], pointer: null })
  useImperativeHandle(showRef, () => show, [])
  const way = pointer ? [...points, pointer] : points
  const [from, to] = [way.at(-2), way.at(-1)]
  const leg = from && to ? legOf(from, to) : null
  const whole = lengthOf(way)
  return (
    <section className="card measure" aria-label={text.measure.title} data-covers-map>
      <dl>
        <dt>{text.measure.leg}</dt>
        <dd>{leg ? text.measure.length(leg.units, leg.metres) : '–'}</dd>
        <dt>{text.measure.bearing}</dt>
        <dd>{leg && leg.units > 0 ? text.measure.towards(windOf(leg.bearing), leg.bearing) : '–'}</dd>
        <dt>{text.measure.whole}</dt>
        <dd>
          <b>{points.length > 0 ? text.measure.length(whole.units, whole.metres) : '–'}</b>
        </dd>
      </dl>
      <p className="label">{text.measure.help}</p>
      <button
        type="button"
        className="icon-button small"
        aria-label={text.measure.undo}
        title={text.measure.undo}
        disabled={points.length === 0}
        onClick={onUndo}
      >
        <Icon name="back" size={14} />
      </button>
      <button
        type="button"
        className="icon-button small"
        aria-label={text.measure.end}
        title={`${text.measure.end} (Esc)`}
        onClick={onClose}
      >
        <Icon name="close" size={14} />
      </button>
    </section>
  )
}
