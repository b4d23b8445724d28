import {
  CLASSIC,
  CRITERIA,
  MINIMA,
  REDUCTIONS,
  SET_MODES,
  SLOTS,
  TIERS,
  USUAL_AIMS,
  USUAL_SLOTS,
  type Wish,
} from './wish'

/** Numbers that look random and are the same each time. */
export class Chance {
  constructor(private seed: number) {}

  /** From 0 to below `end`. */
  below(end: number): number {
    this.seed = (Math.imul(this.seed, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((this.seed / 2 ** 32) * end)
  }

  from(least: number, most: number): number {
    return least + this.below(most - least + 1)
  }

  one<T>(list: readonly T[]): T {
    return list[this.below(list.length)]!
  }

  some<T>(list: readonly T[]): T[] {
    return list.filter(() => this.below(2) === 0)
  }

  shuffled<T>(list: readonly T[]): T[] {
    return [...list]
      .map(each => [this.below(2 ** 30), each] as const)
      .sort((a, b) => a[0] - b[0])
      .map(([, each]) => each)
  }
}

/** Names as players give them, and as nobody should. */
export const HOSTILE = [
  'Larsa Mossfoot',
  "O'Neill d'Ombra",
  '<img src=x onerror=alert(1)>',
  '\u202Eevil\u202C',
  '😀👩‍👩‍👧 emoji',
  'a.b.c',
  '&c=l.Focus&x=%41+%20',
  '"; drop table',
  'שלום עולם',
  '100%!*',
]

export function randomWish(chance: Chance): Wish {
  const names = [...HOSTILE, 'Strength', 'Focus', 'Acid Ward', 'War Magic Aptitude']
  const [a, b] = chance.shuffled([0, 13, 14, 21, 29, 141, 2 ** 31 - 1])
  const set = (id: number, usual: number) => ({ id, count: id === 0 ? usual : chance.from(1, 9) })
  const slots = chance.one([USUAL_SLOTS, SLOTS, SLOTS.filter(() => chance.below(2) === 0)])
  const aims = chance.one([
    USUAL_AIMS,
    CLASSIC,
    chance.shuffled(CRITERIA).slice(0, chance.from(1, 14)),
  ] as const)
  return {
    cantrips: chance.some(names).map(name => ({
      name,
      tier: chance.one(TIERS),
      weight: chance.one([1, 1, 7, 1000]),
      required: chance.below(3) === 0,
    })),
    primary: set(a!, 5),
    secondary: set(b!, 4),
    setMode: chance.one(SET_MODES),
    target: chance.one(['', ...HOSTILE]),
    characters: chance.one([null, [chance.one(HOSTILE)], chance.shuffled(HOSTILE)]),
    equipped: chance.below(4) > 0,
    inventory: chance.below(4) > 0,
    slots: slots.length === 0 ? USUAL_SLOTS : slots,
    min: Object.fromEntries(chance.some(MINIMA).map(of => [of, chance.from(1, 1_000_000)])),
    reduction: chance.one(REDUCTIONS),
    objective: aims,
    top: chance.from(1, 100),
    timeLimitMs: chance.from(100, 600_000),
    locked: chance
      .some(HOSTILE)
      .map((character, at) => ({ character, itemId: 2 ** 31 + at, slot: chance.one(['', ...SLOTS]) })),
    excluded: chance
      .some(HOSTILE)
      .map((character, at) => ({ character: chance.one(['', character]), itemId: 1 + at })),
    allowedCrit: chance.one([[0, 1, 2], [2], [0, 2]]),
    clothingMin: chance.one([0, 3, 1_000_000]),
  }
}
