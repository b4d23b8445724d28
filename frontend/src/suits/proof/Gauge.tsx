import { text } from '../../text'
import type { Bound, Suit } from '../answer'
import { type Wish, wholeWeight } from '../wish'

interface GaugeProps {
  wish: Wish
  suit: Suit
  bound: Bound | null
  /** Nothing more can come: what is missing is lost. */
  ended?: boolean
}

/** A cell for each wanted cantrip, as wide as it weighs; a tick at what can be reached at most. */
export function Gauge({ wish, suit, bound, ended = false }: GaugeProps) {
  const whole = wholeWeight(wish)
  if (whole === 0) return null
  const weights = new Map(wish.cantrips.map(each => [each.name, each.weight]))
  const reached = suit.reached.map(each => weights.get(each.name) ?? 1)
  const missing = suit.missing.map(each => weights.get(each.name) ?? 1)
  const most = bound?.criterion === 'cantrips' ? bound.value : null
  let sum = reached.reduce((all, each) => all + each, 0)
  return (
    <span
      className="sb-gauge"
      role="img"
      aria-label={text.suits.proof.gauge(reached.length, wish.cantrips.length, most)}
    >
      {reached.map((weight, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: cells are alike
        <i key={at} className="sb-reached" style={{ flexGrow: weight }} />
      ))}
      {missing.map((weight, at) => {
        sum += weight
        const open = !ended && (most === null || sum <= most)
        const state = ended ? 'sb-lost' : open ? 'sb-open' : undefined
        // biome-ignore lint/suspicious/noArrayIndexKey: cells are alike
        return <i key={at} className={state} style={{ flexGrow: weight }} />
      })}
      {most !== null && !ended && <b style={{ left: `${(100 * Math.min(most, whole)) / whole}%` }} />}
    </span>
  )
}
