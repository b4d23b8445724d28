// @vitest-environment happy-dom
import { beforeEach, describe, expect, test } from 'vitest'
import { dropDemand } from './drop'
import { withGiver } from './givers'
import { Chance, randomWish } from './random.testing'
import { lastWish, type Named, ownWishes, rememberLast, storeOwn, withNamed } from './remembered'
import { EMPTY_WISH, SLOTS, setTier, type Wish } from './wish'

describe('a demand that is dropped', () => {
  const wish: Wish = {
    ...setTier(setTier(EMPTY_WISH, 'Focus', 'epic'), 'Sprint', 'epic'),
    min: { armor_level: 5000, crit_rating: 2 },
    locked: [
      { character: 'A', itemId: 1, slot: 'head' },
      { character: 'A', itemId: 2, slot: 'feet' },
    ],
    excluded: [{ character: '', itemId: 3 }],
    slots: ['head', 'feet'],
    setMode: 'require',
    target: 'A',
    clothingMin: 3,
    allowedCrit: [2],
  }
  const required = { ...wish, cantrips: wish.cantrips.map(each => ({ ...each, required: true })) }
  const without = (field: string) => dropDemand(field)?.(required)

  test('is that one and no other', () => {
    expect(without('cantrips.1')?.cantrips.map(each => each.required)).toEqual([true, false])
    expect(without('locked.0')?.locked.map(each => each.itemId)).toEqual([2])
    expect(without('min.armor_level')?.min).toEqual({ crit_rating: 2 })
    expect(without('primary_set')?.setMode).toBe('prefer')
    expect(without('excluded')?.excluded).toEqual([])
    expect(without('slots')?.slots).toEqual(SLOTS)
    expect(without('reduction')?.reduction).toBe('ace')
    expect(without('target')?.target).toBe('')
    expect(without('allowed_crit_damage')?.allowedCrit).toEqual([0, 1, 2])
    expect(without('clothing_min_damage_rating')?.clothingMin).toBe(0)
  })

  test('that this page does not know stays', () => {
    expect(dropDemand('phase_of_the_moon')).toBeNull()
  })
})

describe('givers', () => {
  const everybody = ['A', 'B', 'C']
  test('are all again once the last is back, so that whoever joins gives too', () => {
    const two = withGiver(null, 'B', false, everybody)
    expect(two).toEqual(['A', 'C'])
    expect(withGiver(two, 'B', true, everybody)).toBeNull()
    expect(withGiver(['A'], 'A', false, everybody)).toEqual([])
  })

  test('that are not here any more are kept', () => {
    expect(withGiver(['A', 'Gone'], 'B', true, everybody)).toEqual(['A', 'Gone', 'B'])
  })
})

describe('wishes in this browser', () => {
  beforeEach(() => localStorage.clear())

  test('are the same when they come back', () => {
    const named: Named[] = [1, 2, 3].map(seed => ({
      name: `wish ${seed}`,
      wish: randomWish(new Chance(seed)),
    }))
    storeOwn(named)
    expect(ownWishes()).toEqual(named)
    rememberLast(named[1]!)
    expect(lastWish()).toEqual(named[1])
  })

  test('have one of a name', () => {
    const one = { name: 'b', wish: EMPTY_WISH }
    const other = { name: 'b', wish: setTier(EMPTY_WISH, 'Focus', 'epic') }
    expect(withNamed([one, { name: 'c', wish: EMPTY_WISH }], other).map(each => each.name)).toEqual([
      'b',
      'c',
    ])
    expect(withNamed([one], other)[0]).toBe(other)
  })

  test('are none where there is nonsense', () => {
    for (const text of ['', '{', '7', '[{}]', '[{"name":""}]']) {
      localStorage.setItem('suits.wishes', text)
      expect(ownWishes()).toEqual([])
    }
    localStorage.setItem('suits.wish', '"x"')
    expect(lastWish().wish).toEqual(EMPTY_WISH)
  })
})
