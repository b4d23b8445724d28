import type { text } from '../text'

/** One line of the list of keys: what is pressed, one after the other, and what it does. */
export interface KeyLine {
  keys: readonly string[]
  /** Pressed one after the other, not alternatives. */
  sequence?: boolean
  does: keyof typeof text.keys.does
}

/** Every key of the page, as the list of keys shows it. */
export const KEY_LIST: readonly { group: keyof typeof text.keys.groups; lines: readonly KeyLine[] }[] = [
  {
    group: 'everywhere',
    lines: [
      { keys: ['Ctrl K'], does: 'palette' },
      { keys: ['/'], does: 'search' },
      { keys: ['?'], does: 'keys' },
      { keys: ['G', 'M'], sequence: true, does: 'goMap' },
      { keys: ['G', 'I'], sequence: true, does: 'goInventory' },
      { keys: ['G', 'S'], sequence: true, does: 'goSuits' },
      { keys: ['G', 'C'], sequence: true, does: 'goChat' },
      { keys: ['G', 'R'], sequence: true, does: 'goRares' },
      { keys: ['Esc'], does: 'escape' },
    ],
  },
  {
    group: 'map',
    lines: [
      { keys: ['←', '↑', '→', '↓'], does: 'arrows' },
      { keys: ['+', '−'], does: 'zoom' },
      { keys: ['0'], does: 'all' },
      { keys: ['F'], does: 'follow' },
      { keys: ['[', ']'], does: 'neighbours' },
      { keys: ['N', 'P'], does: 'steps' },
      { keys: ['Shift N', 'Shift P'], does: 'stepsCharacters' },
      { keys: ['Enter'], does: 'stepOpen' },
      { keys: ['Shift Enter'], does: 'stepMore' },
      { keys: ['J'], does: 'jump' },
      { keys: ['Space'], does: 'replay' },
    ],
  },
  {
    group: 'roster',
    lines: [
      { keys: ['Enter'], does: 'rosterFollow' },
      { keys: ['Shift Enter'], does: 'rosterOpen' },
    ],
  },
  {
    group: 'windows',
    lines: [
      { keys: ['←', '↑', '→', '↓'], does: 'moveWindow' },
      { keys: ['Shift ←', 'Shift →'], does: 'sizeWindow' },
      { keys: ['Page Up', 'Page Down'], does: 'planFloor' },
    ],
  },
]

/** What `G` and another key go to; null: nothing. */
export type Goal = 'map' | 'inventory' | 'suits' | 'chat' | 'rares'

const GOALS: Record<string, Goal> = { m: 'map', i: 'inventory', s: 'suits', c: 'chat', r: 'rares' }
// The second key counts only while one still means the first.
const WITHIN = 1500

/** Hears `G` and then another key. */
export class Sequence {
  private at = Number.NEGATIVE_INFINITY

  /** What the key completes. `at`: when it was pressed, in milliseconds. */
  press(key: string, at: number): Goal | 'begun' | null {
    const begun = at - this.at <= WITHIN
    this.at = Number.NEGATIVE_INFINITY
    const goal = begun ? GOALS[key.toLowerCase()] : undefined
    if (goal) return goal
    if (key.toLowerCase() !== 'g') return null
    this.at = at
    return 'begun'
  }
}
