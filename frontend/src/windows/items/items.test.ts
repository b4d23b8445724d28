import { describe, expect, test } from 'vitest'
import { DOLL } from '../../doll/slots'
import { readItem } from '../../inventory/item'
import { type Change, readChange, withChange } from './changes'
import { burdenOf, packsOf, tapersOf } from './packs'
import { cellsOf, totalsOf, wornByCell } from './worn'

const item = (item_id: number, more: Record<string, unknown> = {}) =>
  readItem({ item_id, character_name: 'Mule', name: `Thing ${item_id}`, ...more })!
const worn = (id: number, mask: number, more: Record<string, unknown> = {}) =>
  item(id, { current_wielded_location: mask, equipped: true, item_type: 'armor', ...more })

describe('the doll', () => {
  test.each([
    ['a helm', 0x1, 'armor', ['head']],
    ['a coat over three places', 0xe00, 'armor', ['abdomen', 'chest', 'upper_arms']],
    ['boots that reach under the greaves', 0x180, 'armor', ['feet']],
    ['a shirt', 0x1e, 'clothing', ['shirt']],
    ['pants', 0xc4, 'clothing', ['pants']],
    ['a belt alone', 0x4, 'clothing', ['pants']],
    [
      'a robe over everything',
      0x7f00 | 0x1e | 0xc0,
      'clothing',
      [...'abdomen chest feet lower_arms lower_legs upper_arms upper_legs'.split(' ')],
    ],
    ['a ring', 0x80000, 'jewelry', ['finger_right']],
    ['a shield', 0x200000, 'shield', ['shield']],
    ['a second weapon', 0x200000, 'melee', ['second_hand']],
    ['a two-handed one', 0x2000000, 'melee', ['weapon']],
    ['arrows', 0x800000, 'ammunition', ['ammunition']],
    ['a red sigil', 0x40000000, 'aetheria', ['sigil_red']],
    ['something in a pack', 0, 'armor', []],
  ])('shows %s where it is', (_, mask, kind, cells) => {
    expect(cellsOf(worn(1, mask, { item_type: kind })).sort()).toEqual(cells)
  })

  test('has a cell for each place where something can be', () => {
    const ids = DOLL.map(({ id }) => id)
    // Every bit of the game's mask, and the two kinds of what is held in the left hand.
    const reached = new Set(Array.from({ length: 31 }, (_, bit) => cellsOf(worn(1, 2 ** bit))).flat())
    for (const cell of [...reached, ...cellsOf(worn(1, 0x200000, { item_type: 'melee' }))])
      expect(ids).toContain(cell)
    expect(new Set([...reached, 'second_hand'])).toEqual(new Set(ids))
  })

  test('shows a piece in every cell that it covers', () => {
    const coat = worn(7, 0xe00)
    const cells = wornByCell([coat, worn(8, 0x1)])
    expect([...cells].filter(([, piece]) => piece === coat).map(([cell]) => cell)).toHaveLength(3)
    expect(cells.get('head')?.itemId).toBe(8)
  })

  test('adds up what is worn, and nothing else', () => {
    const totals = totalsOf([
      worn(1, 0x600, { armor_level: 100, crit_damage_rating: 2, item_set_name: 'Wise Set' }),
      worn(2, 0x1, { armor_level: 50, damage_rating: 1, item_set_name: 'Wise Set' }),
      worn(3, 0x20, { item_set_name: 'Hearty Set' }),
      item(4, { armor_level: 999 }),
    ])
    expect(totals).toEqual({ armor: 250, critDamage: 2, damage: 1, sets: [['Wise Set', 2]] })
  })
})

describe('packs', () => {
  test('are the main one and each container, in their order, and hold what lies in them', () => {
    const packs = packsOf(
      [
        item(1, { item_type: 'container', container_id: 99, slot: 1, name: 'Sack' }),
        item(2, { item_type: 'container', container_id: 99, slot: 0, name: 'Pack' }),
        item(3, { container_id: 1, slot: 4 }),
        item(4, { container_id: 1, slot: 2 }),
        item(5, { container_id: 99 }),
        item(6, { container_id: 777 }),
        worn(7, 0x1, { container_id: 99 }),
      ],
      'Main pack',
    )
    expect(packs.map(({ name, items, room }) => [name, items.map(({ itemId }) => itemId), room])).toEqual([
      ['Main pack', [5, 6], 102],
      ['Pack', [], 24],
      ['Sack', [4, 3], 24],
    ])
  })

  test('tapers and burden are those of all', () => {
    const items = [
      item(1, { name: 'Prismatic Taper', stack_size: 900, burden: 90 }),
      item(2, { name: 'Prismatic Taper', stack_size: 12, burden: 1 }),
      item(3, { burden: 400 }),
    ]
    expect(tapersOf(items)).toBe(912)
    expect(burdenOf(items)).toBe(491)
  })
})

describe('changes', () => {
  const delta = (more: Record<string, unknown>) => ({
    type: 'inventory_delta',
    character_name: 'Mule',
    ...more,
  })

  test('are read as they come, with the name that is known', () => {
    expect(readChange(delta({ action: 'add', item: { Id: 5, StringValues: { 1: 'Moss' } } }), [], 9)).toEqual(
      {
        at: 9,
        action: 'add',
        itemId: 5,
        name: 'Moss',
        differ: 1,
      },
    )
    expect(readChange(delta({ action: 'remove', item_id: -1 }), [item(4294967295)], 9)?.name).toBe(
      'Thing 4294967295',
    )
    expect(readChange({ type: 'inventory_updated', changed: 7 }, [], 9)).toMatchObject({
      action: 'all',
      differ: 7,
    })
    for (const message of [delta({ action: 'burn' }), { type: 'chat' }, delta({})])
      expect(readChange(message, [], 9)).toBeNull()
  })

  test('are kept, the latest first, and not without end', () => {
    let changes: Change[] = []
    for (let i = 0; i < 300; i++)
      changes = withChange(changes, { at: i, action: 'add', itemId: i, name: null, differ: 1 })
    expect(changes).toHaveLength(200)
    expect(changes[0]).toMatchObject({ id: 300, itemId: 299 })
  })
})
