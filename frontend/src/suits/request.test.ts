import { describe, expect, test } from 'vitest'
import { readLink, readPasted, readSuitId, writeLink } from './link'
import { Chance, randomWish } from './random.testing'
import { readRequest, writeRequest } from './request'
import {
  EMPTY_WISH,
  exclude,
  faultOf,
  isLocked,
  sameWish,
  setTier,
  toggleLock,
  toggleSlot,
  USUAL_SLOTS,
  type Wish,
  wantedOf,
  wholeWeight,
} from './wish'

describe('whatever is wished', () => {
  test('is the same after it was a request, a link, and pasted', () => {
    for (let seed = 1; seed <= 300; seed++) {
      const wish = randomWish(new Chance(seed))
      const sent = JSON.parse(JSON.stringify(writeRequest(wish)))
      expect(readRequest(sent), `seed ${seed}`).toEqual({ wish, odd: [] })
      expect(readLink(writeLink(wish)) ?? EMPTY_WISH, `seed ${seed}`).toEqual(wish)
      expect(
        readPasted(JSON.stringify(sent), () => null),
        `seed ${seed}`,
      ).toEqual({ wish, odd: [] })
      const address = `  https://example.org/suitbuilder.html${writeLink(wish)}#there\n`
      expect(
        readPasted(address, () => null),
        `seed ${seed}`,
      ).toEqual({ wish, odd: [] })
    }
  })

  test('comes from anything at all without an error', () => {
    for (let seed = 1; seed <= 200; seed++) {
      const chance = new Chance(seed)
      const body: Record<string, unknown> = { ...writeRequest(randomWish(chance)) }
      const odd = [null, 0, -1, 1e300, Number.NaN, '', 'x', [], [[]], {}, [{}], { a: [1] }, true]
      for (const key of Object.keys(body)) if (chance.below(3) === 0) body[key] = chance.one<unknown>(odd)
      const { wish } = readRequest(body)
      expect(readRequest(writeRequest(wish)).wish, `seed ${seed}`).toEqual(wish)
    }
    for (const body of [null, 7, 'x', [], undefined]) expect(readRequest(body).wish).toEqual(EMPTY_WISH)
  })
})

test('a request says only what is not usual', () => {
  expect(writeRequest(EMPTY_WISH)).toEqual({})
  const wish = setTier({ ...EMPTY_WISH, primary: { id: 14, count: 5 } }, 'Strength', 'epic')
  expect(writeRequest(wish)).toEqual({ primary_set: 14, cantrips: [{ name: 'Strength', tier: 'epic' }] })
  expect(writeLink(wish)).toBe('?primary_set=14&c=e.Strength')
  expect(writeLink(EMPTY_WISH)).toBe('')
})

test('a link is readable', () => {
  const wish: Wish = {
    ...EMPTY_WISH,
    target: 'Larsa Mossfoot',
    cantrips: [
      { name: 'Acid Ward', tier: 'epic', weight: 3, required: true },
      { name: 'Focus', tier: 'moderate', weight: 1, required: false },
    ],
    locked: [{ character: 'A.B', itemId: 2155872301, slot: 'head' }],
    min: { armor_level: 5400 },
  }
  expect(writeLink(wish)).toBe(
    '?target=Larsa+Mossfoot&c=e*3!.Acid+Ward&c=o.Focus&lock=2155872301.head.A.B&min=armor_level.5400',
  )
})

test('an old request is read: families by number, counts of no set, the one word', () => {
  const { wish, odd } = readRequest(
    {
      cantrips: [
        { family: 269, tier: 'Legendary' },
        { family: 1, tier: 'epic' },
        { name: 'Focus', tier: 'epic' },
      ],
      primary_set: 14,
      secondary_set: 0,
      secondary_count: 0,
      objective: 'classic',
      colour: 'red',
    },
    family => (family === 269 ? 'Focus' : null),
  )
  expect(wish.cantrips).toEqual([{ name: 'Focus', tier: 'legendary', weight: 1, required: false }])
  expect(wish.objective).toBe('classic')
  expect(odd).toEqual(['cantrips.1', 'colour'])
})

test.each([
  ['', null],
  ['hello', null],
  ['{"cantrips":', null],
  ['https://x/suitbuilder.html', null],
  ['https://x/suitbuilder.html?suit=12', { suit: 12 }],
  ['?suit=0', null],
  ['?suit=12abc', null],
])('pasted %s is %o', (text, expected) => {
  expect(readPasted(text, () => null)).toEqual(expected)
})

test('a saved suit that was copied whole is pasted as its wish', () => {
  const pasted = readPasted('{"id":3,"request":{"primary_set":14}}', () => null)
  expect(pasted).toEqual({ wish: { ...EMPTY_WISH, primary: { id: 14, count: 5 } }, odd: [] })
})

test('the number of a saved suit is of digits alone', () => {
  expect(readSuitId('?suit=17')).toBe(17)
  expect(readSuitId('?suit=-1')).toBeNull()
  expect(readSuitId('?suit=1e3')).toBeNull()
})

describe('the grid', () => {
  test('sets the least tier, moves it, and takes it out again', () => {
    let wish = setTier(EMPTY_WISH, 'Focus', 'epic')
    wish = setTier(wish, 'Focus', 'legendary')
    expect(wantedOf(wish, 'Focus')?.tier).toBe('legendary')
    expect(wholeWeight(wish)).toBe(1)
    expect(setTier(wish, 'Focus', 'legendary').cantrips).toEqual([])
  })
})

describe('locks', () => {
  const helm = { character: 'A', itemId: 7, slot: 'head' }
  const crown = { character: 'B', itemId: 8, slot: 'head' }

  test('are one for a slot and one for a piece', () => {
    const wish = toggleLock(toggleLock(EMPTY_WISH, helm), crown)
    expect(wish.locked).toEqual([crown])
    expect(isLocked(wish, crown)).toBe(true)
    expect(toggleLock(wish, crown).locked).toEqual([])
  })

  test('and exclusions leave each other alone', () => {
    const wish = exclude(toggleLock(EMPTY_WISH, helm), { character: 'A', itemId: 7 })
    expect([wish.locked, wish.excluded]).toEqual([[], [{ character: 'A', itemId: 7 }]])
    expect(toggleLock(wish, helm).excluded).toEqual([])
  })

  test('go with their slot', () => {
    const wish = toggleSlot(toggleLock(EMPTY_WISH, helm), 'head')
    expect(wish.slots).toEqual(USUAL_SLOTS.slice(1))
    expect(wish.locked).toEqual([])
    expect(toggleSlot(wish, 'head').slots).toEqual(USUAL_SLOTS)
  })
})

test.each<[string, Partial<Wish>, string]>([
  ['nothing', {}, ''],
  ['nobody', { primary: { id: 14, count: 5 }, characters: [] }, 'characters'],
  ['sameSet', { primary: { id: 14, count: 5 }, secondary: { id: 14, count: 4 } }, 'secondary_set'],
  ['neither', { objective: ['armor_level'], equipped: false, inventory: false }, 'include_inventory'],
  ['noSlot', { objective: ['armor_level'], slots: [] }, 'slots'],
])('what cannot be searched for is told: %s', (reason, part, field) => {
  expect(faultOf({ ...EMPTY_WISH, ...part })).toEqual({ reason, field })
})

test('the armor level alone can be searched for', () => {
  expect(faultOf({ ...EMPTY_WISH, objective: ['armor_level'] })).toBeNull()
})

test('equal wishes are equal however their minima are ordered', () => {
  const a = { ...EMPTY_WISH, min: { armor_level: 1, crit_rating: 2 } }
  expect(sameWish(a, { ...EMPTY_WISH, min: { crit_rating: 2, armor_level: 1 } })).toBe(true)
  expect(sameWish(a, EMPTY_WISH)).toBe(false)
})
