import { text } from '../text'
import { legendOf } from './heat/field'
import type { HeatLegend } from './heat/heatLayer'
import { METRES_PER_UNIT } from './view'

const STOPS = 5

/** The five colours with the numbers that they stand for at this zoom. */
export function HeatScale({ legend }: { legend: HeatLegend | null }) {
  if (!legend || legend.greatest === 0) return <p className="label">{text.layers.noHeat}</p>
  const numbers = legendOf(legend.greatest, STOPS).map(rounded)
  const around = text.distance(legend.radius * METRES_PER_UNIT)
  return (
    <div className="heat-scale" title={text.layers.heatMeans(around)}>
      <div className="heat-bar" aria-hidden="true" />
      <ol aria-label={text.layers.heatMeans(around)}>
        {numbers.map((value, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: one for each colour
          <li key={at}>{at > 0 && value === numbers[at - 1] ? '' : text.short(value)}</li>
        ))}
      </ol>
    </div>
  )
}

/** Two figures are enough to tell colours apart; monsters come whole. */
function rounded(value: number): number {
  return Math.max(1, value < 100 ? Math.round(value) : Number(value.toPrecision(2)))
}
