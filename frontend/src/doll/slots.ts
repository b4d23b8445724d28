import type { IconName } from '../ui/Icon'

/** One cell of the paper doll. */
export interface DollSlot {
  /** As the server names it; in `weapon`, `second_hand` and `ammunition` no suit is sought. */
  id: string
  icon: IconName
  /** From the top, 1 to 6. */
  row: number
  /** From the left, 1 to 7. */
  column: number
}

/** The doll's cells, as the game's own panel has them. */
export const DOLL: readonly DollSlot[] = [
  { id: 'neck', icon: 'neck', row: 1, column: 1 },
  { id: 'head', icon: 'head', row: 1, column: 3 },
  { id: 'sigil_blue', icon: 'sigil', row: 1, column: 5 },
  { id: 'sigil_yellow', icon: 'sigil', row: 1, column: 6 },
  { id: 'sigil_red', icon: 'sigil', row: 1, column: 7 },
  { id: 'trinket', icon: 'trinket', row: 2, column: 1 },
  { id: 'upper_arms', icon: 'upper_arms', row: 2, column: 2 },
  { id: 'chest', icon: 'chest', row: 2, column: 3 },
  { id: 'cloak', icon: 'cloak', row: 2, column: 7 },
  { id: 'wrist_left', icon: 'wrist', row: 3, column: 1 },
  { id: 'lower_arms', icon: 'lower_arms', row: 3, column: 2 },
  { id: 'abdomen', icon: 'abdomen', row: 3, column: 3 },
  { id: 'upper_legs', icon: 'upper_legs', row: 3, column: 4 },
  { id: 'wrist_right', icon: 'wrist', row: 3, column: 5 },
  { id: 'shirt', icon: 'shirt', row: 3, column: 7 },
  { id: 'finger_left', icon: 'finger', row: 4, column: 1 },
  { id: 'hands', icon: 'hands', row: 4, column: 2 },
  { id: 'lower_legs', icon: 'lower_legs', row: 4, column: 4 },
  { id: 'finger_right', icon: 'finger', row: 4, column: 5 },
  { id: 'pants', icon: 'pants', row: 4, column: 7 },
  { id: 'feet', icon: 'feet', row: 5, column: 4 },
  { id: 'shield', icon: 'shield', row: 6, column: 1 },
  { id: 'weapon', icon: 'missile', row: 6, column: 3 },
  { id: 'second_hand', icon: 'melee', row: 6, column: 4 },
  { id: 'ammunition', icon: 'ammo', row: 6, column: 7 },
]
