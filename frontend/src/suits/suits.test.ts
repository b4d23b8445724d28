import { describe, expect, test } from 'vitest'
import { type CantripLine, type Piece, readSuit, type Suit } from './answer'
import { differences, firstDifference, otherSlots } from './compare'
import { gridOf, moveIn } from './grid'
import { handOver, handOverText, oneLine } from './handover'
import { compareScores, type Hunt, hear, newHunt, standing, suitsOf } from './hunt'
import { HOSTILE } from './random.testing'
import { readKept, readSince, writeKept } from './saved'
import { EMPTY_WISH, setTier } from './wish'

const WISH = {
  ...setTier(setTier(EMPTY_WISH, 'Focus', 'epic'), 'Strength', 'epic'),
  primary: { id: 14, count: 3 },
}

function piece(slot: string, itemId: number, more: Partial<Piece> = {}): Piece {
  return {
    slots: [slot],
    character: 'Ilka',
    itemId,
    name: `Piece ${itemId}`,
    set: null,
    setName: null,
    reducedFrom: [],
    armorLevel: 100,
    ratings: {},
    cantrips: [],
    equipped: false,
    ...more,
  }
}

function suit(id: string, items: Piece[], score: Record<string, number>, reached: string[], set = 0): Suit {
  return {
    id,
    provisional: false,
    score,
    items,
    reached: reached.map(name => ({ name, tier: 'epic' })),
    missing: [],
    sets: { 14: set },
    armorLevel: 100 * items.length,
    ratings: {},
  }
}

describe('what differs from the first suit', () => {
  const helm = piece('head', 1, { set: 14, setName: "Adept's Set" })
  const first = suit(
    'a',
    [helm, piece('chest', 2)],
    { cantrips: 1, set_pieces: 3, armor_level: 200, fewest_owners: 2 },
    ['Focus'],
    4,
  )
  const other = suit(
    'b',
    [helm, piece('feet', 3)],
    { cantrips: 1, set_pieces: 2, armor_level: 226, fewest_owners: 1 },
    ['Strength'],
    2,
  )

  test('is told in the order of the aims, better and worse', () => {
    expect(differences(first, other, WISH)).toEqual([
      { of: { kind: 'cantrip', name: 'Strength' }, by: 1, good: true },
      { of: { kind: 'cantrip', name: 'Focus' }, by: -1, good: false },
      // Of the first's four pieces three were wanted.
      { of: { kind: 'set', set: 14, name: "Adept's Set" }, by: -1, good: false },
      { of: { kind: 'figure', criterion: 'armor_level' }, by: 26, good: true },
      { of: { kind: 'figure', criterion: 'fewest_owners' }, by: -1, good: true },
    ])
    expect(otherSlots(first, other)).toEqual(['chest', 'feet'])
  })

  test('is nothing from itself, and turned round the other way round', () => {
    expect(differences(first, first, WISH)).toEqual([])
    expect(otherSlots(first, first)).toEqual([])
    const turned = differences(other, first, WISH)
    for (const { of, by, good } of differences(first, other, WISH)) {
      expect(turned).toContainEqual({ of, by: -by, good: !good })
    }
  })

  test('begins where it matters most', () => {
    expect(firstDifference(first.score, other.score)).toEqual({
      of: { kind: 'figure', criterion: 'set_pieces' },
      by: -1,
      good: false,
    })
    expect(firstDifference(first.score, first.score)).toBeNull()
  })
})

describe('the hand-over list', () => {
  const words = {
    title: (name: string) => `To ${name}`,
    slot: (slot: string) => slot,
    worn: 'worn',
    reduce: (slot: string) => `reduce to ${slot}`,
  }
  const items = [
    piece('head', 1, { character: 'Larsa' }),
    piece('chest', 2, { character: 'Peat', equipped: true }),
    piece('feet', 3, { character: 'Ilka', reducedFrom: ['lower_legs', 'feet'] }),
    piece('neck', 4, { character: 'Ilka' }),
  ]

  test('is by owner, the most first, without what the wearer has', () => {
    const whole = suit('a', items, {}, [])
    expect(handOver(whole, 'Larsa').map(each => [each.owner, each.pieces.length])).toEqual([
      ['Ilka', 2],
      ['Peat', 1],
    ])
    expect(handOverText(whole, 'Larsa', words)).toBe(
      'To Larsa\n\nIlka:\n- Piece 3 (reduce to feet)\n- Piece 4 (neck)\n\nPeat:\n- Piece 2 (chest; worn)\n',
    )
    expect(handOver(whole, '')).toHaveLength(3)
  })

  test('has a line for each, whatever is in the names', () => {
    for (const name of [...HOSTILE, 'two\nlines\r\n- Fake (head)', 'x\u2028y']) {
      const text = handOverText(suit('a', [piece('head', 1, { character: name, name })], {}, []), '', words)
      expect(text.trimEnd().split(/[\n\r\u2028\u2029]/)).toHaveLength(4)
      expect(text).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/)
    }
    expect(oneLine('👩‍👩‍👧')).toBe('👩‍👩‍👧')
  })
})

describe('a search', () => {
  const told = (...events: [string, unknown][]): Hunt =>
    events.reduce(
      (hunt, [event, body], at) => hear(hunt, { event, data: JSON.stringify(body) }, 100 * (at + 1)),
      newHunt(WISH, 0),
    )
  const body = (id: string, cantrips: number, provisional: boolean) => ({
    id,
    provisional,
    score: { cantrips, fewest_owners: 2 },
    items: [{ slots: ['head'], character_name: 'A', item_id: 1, name: 'Helm' }],
  })

  test('shows the best so far, then its last word in order', () => {
    const on: [string, unknown][] = [
      ['phase', { phase: 'load', items: 0 }],
      ['phase', { phase: 'reduce', items: 2114 }],
      ['suit', body('a', 1, true)],
      ['phase', { phase: 'search', items: 79 }],
      ['suit', body('b', 2, true)],
      ['progress', { elapsed_ms: 250, nodes: 10, best: {}, bound: { criterion: 'cantrips', value: 3 } }],
    ]
    const underway = told(...on)
    expect(suitsOf(underway).map(each => each.id)).toEqual(['b', 'a'])
    expect(underway).toMatchObject({
      pieces: 2114,
      left: 79,
      nodes: 10,
      bound: { criterion: 'cantrips', value: 3 },
    })
    expect(underway.found.get('b')?.afterMs).toBe(500)
    expect(standing(underway)).toBe('searching')
    expect(standing({ ...underway, running: false, stopped: true })).toBe('stopped')

    const last: [string, unknown][] = [
      ['suit', body('c', 3, false)],
      ['suit', body('b', 2, false)],
    ]
    expect(suitsOf(told(...on, ...last)).map(each => each.id)).toEqual(['c', 'b'])
    const done = told(...on, ...last, ['complete', { optimal: true, ranking: ['c', 'b'], elapsed_ms: 300 }])
    expect([standing(done), done.running, done.explanation]).toEqual(['proved', false, null])
    const log = JSON.stringify({ message: 'Epic Focus is missing.' })
    expect(hear(done, { event: 'log', data: log }, 9).notes).toEqual([])
    const why = hear(done, { event: 'explanation', data: '{"worth_looking_for":null}' }, 9)
    expect(why.explanation?.worth).toBeNull()
  })

  test.each([
    [{ optimal: true, ranking: [] }, 'none'],
    [{ optimal: false, ranking: [], stopped_by: 'time' }, 'time'],
    [{ optimal: false, ranking: [], stopped_by: 'memory' }, 'memory'],
  ])('that ends with %o is %s', (complete, expected) => {
    expect(standing(told(['complete', complete]))).toBe(expected)
  })

  test('keeps what it has when it hears nonsense, and says when it failed', () => {
    const before = told(['suit', body('a', 1, true)])
    for (const data of ['', '{', '[]', 'null', '7'])
      expect(hear(before, { event: 'suit', data }, 5)).toBe(before)
    expect(hear(before, { event: 'unheard-of', data: '{}' }, 5)).toBe(before)
    const failed = hear(before, { event: 'error', data: '{"message":"the server is stopping"}' }, 5)
    expect([standing(failed), suitsOf(failed).length]).toEqual(['failed', 1])
  })

  test('ranks few owners above many', () => {
    expect(
      compareScores({ cantrips: 1, fewest_owners: 2 }, { cantrips: 1, fewest_owners: 3 }),
    ).toBeGreaterThan(0)
  })

  test('explains a conflict by the members of the request', () => {
    const last: [string, unknown] = [
      'explanation',
      {
        conflict: ['the required epic Focus', 'x'],
        conflict_fields: ['cantrips.0'],
        missing: [{ name: 'Focus', tier: 'epic', reason: 'no', items: 0, best: 'major' }],
      },
    ]
    const explanation = told(['complete', { optimal: true, ranking: [] }], last).explanation
    expect(explanation?.conflict).toEqual([
      { text: 'the required epic Focus', field: 'cantrips.0' },
      { text: 'x', field: '' },
    ])
    expect(explanation?.missing[0]?.best).toBe('major')
  })
})

test('what is no suit costs itself and no more', () => {
  expect(readSuit(null)).toBeNull()
  expect(
    readSuit({ id: 'a', items: [null, { slots: 'head' }, { item_id: 3, slots: ['head', 'nose'] }] })?.items,
  ).toMatchObject([{ itemId: 3, slots: ['head'], name: '#3' }])
})

describe('saved suits', () => {
  test('are sent with how each piece is worn, and read again', () => {
    const whole = suit(
      'a',
      [piece('head', 1), piece('feet', 2, { reducedFrom: ['lower_legs', 'feet'] })],
      {},
      [],
    )
    expect(writeKept('mine', {}, whole)).toEqual({
      name: 'mine',
      request: {},
      items: [
        { character_name: 'Ilka', item_id: 1, slots: ['head'] },
        { character_name: 'Ilka', item_id: 2, slots: ['feet'], reduced: true },
      ],
    })
    const kept = readKept({
      id: 3,
      name: 'x',
      request: { primary_set: 14 },
      suit: { id: 'a', items: [] },
      created_at: '2026-01-02T03:04:05Z',
    })
    expect(kept).toMatchObject({ id: 3, author: null, wish: { primary: { id: 14 } } })
    expect(readKept({ name: 'x' })).toBeNull()
  })

  test('tell what has become of them', () => {
    const since = {
      wearable: false,
      reasons: ['r'],
      changes: [{ item_id: 1, name: 'Helm', kind: 'gone', message: 'm' }, {}],
      score: null,
      now: { known: true, better: true, gain: 'g', score: { cantrips: 3 } },
    }
    expect(readSince({ since })).toEqual({
      wearable: false,
      reasons: ['r'],
      changes: [{ itemId: 1, name: 'Helm', kind: 'gone', message: 'm' }],
      better: true,
      gain: 'g',
      score: null,
      best: { cantrips: 3 },
    })
    expect(readSince({ since: { now: { known: false } } })?.better).toBeNull()
    expect(readSince({})).toBeNull()
  })
})

describe('the grid', () => {
  const line = (name: string, loot = true): CantripLine => ({
    name,
    family: 1,
    school: '',
    tiers: ['epic'],
    loot,
  })
  const lines = [
    'Willpower',
    'Strength',
    'Acid Ward',
    'Cooking Prowess',
    'War Magic Aptitude',
    'Sprint',
    'Acid Bane',
  ].map(name => line(name))
  const names = (all: boolean, wish = EMPTY_WISH) =>
    gridOf([...lines, line('Blood Thirst', false)], wish, all).map(each => [
      each.group,
      ...each.lines.map(one => one.name),
    ])

  test('shows what most suits are for, what is wished, and all when asked', () => {
    expect(names(false)).toEqual([
      ['attributes', 'Strength', 'Willpower'],
      ['skills', 'Sprint'],
      ['body', 'Acid Ward'],
    ])
    expect(names(false, setTier(EMPTY_WISH, 'Cooking Prowess', 'epic'))).toContainEqual([
      'crafts',
      'Cooking Prowess',
    ])
    expect(names(true)).toEqual([
      ['attributes', 'Strength', 'Willpower'],
      ['skills', 'War Magic Aptitude', 'Sprint'],
      ['body', 'Acid Ward'],
      ['crafts', 'Cooking Prowess'],
      ['banes', 'Acid Bane'],
      ['other', 'Blood Thirst'],
    ])
  })

  test.each([
    ['ArrowDown', { row: 3, column: 2 }],
    ['ArrowUp', { row: 1, column: 2 }],
    ['ArrowLeft', { row: 2, column: 1 }],
    ['ArrowRight', { row: 2, column: 3 }],
    ['Home', { row: 2, column: 0 }],
    ['End', { row: 2, column: 4 }],
    ['PageUp', { row: 0, column: 2 }],
    ['PageDown', { row: 9, column: 2 }],
    ['x', null],
  ])('%s leads to %o', (key, expected) => {
    expect(moveIn(key, { row: 2, column: 2 }, 10, 5)).toEqual(expected)
  })

  test('has edges', () => {
    expect(moveIn('ArrowUp', { row: 0, column: 0 }, 10, 5)).toEqual({ row: 0, column: 0 })
    expect(moveIn('ArrowRight', { row: 9, column: 4 }, 10, 5)).toEqual({ row: 9, column: 4 })
  })
})
