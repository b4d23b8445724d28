import { text } from '../../text'

/** A share in percent; nothing is an en dash. */
export function Share({ of }: { of: number | null }) {
  return of === null ? <span className="ink-3">{text.chart.none}</span> : text.combat.percent(of)
}
