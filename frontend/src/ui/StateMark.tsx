import type { PlayerState } from '../live/player'
import { text } from '../text'
import { Icon } from './Icon'

/** A state's shape in its colour, with its name for those who cannot see it. */
export function StateMark({ state, size = 12 }: { state: PlayerState; size?: 12 | 14 }) {
  return (
    <span className={`state state-${state}`} title={text.states[state]}>
      <Icon name={`s-${state}`} size={size} />
      <span className="unseen">{text.states[state]}</span>
    </span>
  )
}
