interface Thing {
  id: number
  name: string
  /** What it is: 2 armor, 3 clothing, 4 jewelry, 10 container and so on. */
  class?: number
  slot?: number
  container?: number
  /** The mask of where it can be worn, and of where it is. */
  fits?: number
  worn?: number
  al?: number
  spells?: number[]
  ints?: Record<string, number>
  doubles?: Record<string, number>
}

/** An item as plugins write it. */
export function thing({ id, name, class: objectClass = 2, ...more }: Thing): Record<string, unknown> {
  return {
    Id: id,
    Name: name,
    ObjectClass: objectClass,
    HasIdData: true,
    LastIdTime: 1_700_000_000,
    ContainerId: more.container ?? 1342177001,
    Slot: more.slot ?? -1,
    CurrentWieldedLocation: more.worn ?? 0,
    Spells: more.spells ?? [],
    ActiveSpells: [],
    StringValues: { 1: name },
    BoolValues: {},
    DoubleValues: more.doubles ?? {},
    IntValues: {
      5: 100,
      19: 1000,
      ...(more.al === undefined ? {} : { 28: more.al }),
      ...(more.fits === undefined ? {} : { 218103822: more.fits }),
      ...more.ints,
    },
  }
}

// The game's ids.
export const HEAD = 1
export const CHEST = 0x200
export const ABDOMEN = 0x400
export const UPPER_ARMS = 0x800
export const LEGENDARY_FOCUS = 6105
export const LEGENDARY_STRENGTH = 6107
