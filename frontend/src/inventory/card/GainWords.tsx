import { text } from '../../text'
import { gainParts } from './gain'
import type { Gain } from './whole'

/** What is gained, and what is lost for it. */
export function GainWords({ gain }: { gain: Gain }) {
  const parts = gainParts(gain)
  // Where nothing is worn, whatever fits is better.
  if (parts.length === 0) return <span className="ink-3">{text.inventory.gains.fits}</span>
  return parts.map(({ words, loss }, i) => (
    <span key={words} className={loss ? 'ink-3' : 'good'}>
      {i > 0 && ', '}
      {words}
    </span>
  ))
}
