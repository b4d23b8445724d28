import { readText } from '../../live/player'
import { type Recorded, recorderFor } from '../../live/recorder'
import { HOUR } from '../../live/summary'
import { readFights } from './report'

/** The totals of a session as a message told them. */
export interface Totals {
  sessionId: string | null
  seconds: number
  given: number
  received: number
}

/** The totals that this page has heard, since the first combat window was opened in it. */
export const totalsOf = recorderFor<Totals>({
  types: ['combat_stats'],
  read: message => {
    const character = readText(message.character_name)
    const { session, sessionId } = readFights(message)
    if (!character || session?.seconds == null) return null
    const { seconds, given, received } = session
    return { character, value: { sessionId, seconds, given, received } }
  },
  span: 6 * HOUR,
  step: 2000,
})

/** Damage a minute between two reports, at the later one's time. */
export interface Pace {
  at: number
  given: number
  received: number
}

/** How fast damage was dealt and suffered, from totals that only grow within a session. */
export function paceOf(totals: readonly Recorded<Totals>[]): Pace[] {
  const pace: Pace[] = []
  totals.forEach(({ at, value }, index) => {
    const before = totals[index - 1]?.value
    if (!before || before.sessionId !== value.sessionId) return
    const minutes = (value.seconds - before.seconds) / 60
    const [given, received] = [value.given - before.given, value.received - before.received]
    if (minutes > 0 && given >= 0 && received >= 0) {
      pace.push({ at, given: given / minutes, received: received / minutes })
    }
  })
  return pace
}
