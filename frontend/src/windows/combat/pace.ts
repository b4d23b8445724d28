import { readText } from '../../live/player'
import { type Recorded, recorderFor } from '../../live/recorder'
import { HOUR } from '../../live/summary'
import { readFights } from './report'

const COLUMNS = ['session', 'seconds', 'given', 'received'] as const

/** The totals of a session as a message told them; the session is a number that stands for its name. */
export type Totals = Record<(typeof COLUMNS)[number], number | null>

/** The totals that this page has heard, since the first combat window was opened in it. */
export const totalsOf = recorderFor<(typeof COLUMNS)[number]>({
  types: ['combat_stats'],
  read: message => {
    const character = readText(message.character_name)
    const { session, sessionId } = readFights(message)
    if (!character || session?.seconds == null) return null
    const { seconds, given, received } = session
    return { character, value: { session: numberOf(sessionId), seconds, given, received } }
  },
  columns: COLUMNS,
  exact: true,
  span: 6 * HOUR,
  step: 2000,
  most: 600,
})

/** The same number for the same name; another one for another, but for one case in billions. */
function numberOf(name: string | null): number | null {
  if (name === null) return null
  let number = 0
  for (let i = 0; i < name.length; i++) number = (Math.imul(number, 31) + name.charCodeAt(i)) | 0
  return number
}

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
    if (!before || before.session !== value.session) return
    const grown = (of: 'seconds' | 'given' | 'received') => (value[of] ?? 0) - (before[of] ?? 0)
    const minutes = grown('seconds') / 60
    const [given, received] = [grown('given'), grown('received')]
    if (minutes > 0 && given >= 0 && received >= 0) {
      pace.push({ at, given: given / minutes, received: received / minutes })
    }
  })
  return pace
}
