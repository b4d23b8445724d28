import { gainParts } from './gain'
import type { Gain } from './whole'

/** What is gained, and what is lost for it. */
export function GainWords({ gain }: { gain: Gain }) {
  return gainParts(gain).map(({ words, loss }, i) => (
    <span key={words} className={loss ? 'ink-3' : 'good'}>
      {i > 0 && ', '}
      {words}
    </span>
  ))
}
