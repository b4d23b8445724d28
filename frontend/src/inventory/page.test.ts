import { describe, expect, test } from 'vitest'
import { COLUMNS, columnsOf, leastWidth, moved, nextSort, readSort, templateOf, writeSort } from './columns'
import { cantripsOf, iconOf, readItem, shortCantrip } from './item'
import { readAddress, writeAddress } from './state'
import { shortSet, slotNames } from './table/Cell'

describe('the address', () => {
  test.each([
    '',
    '?q=is:armor+al:>=500',
    '?q=moss&sort=-al&columns=name,al&item=Larsa+Mossfoot/2155884682',
    '?view=compare&compare=1,2',
    '?view=upgrades&character=A/B',
    '?item=A/B/7',
  ])('says the same again: %s', search => {
    expect(readAddress(writeAddress(readAddress(search)))).toEqual(readAddress(search))
  })

  test('of strangers is read without harm', () => {
    const state = readAddress('?compare=x,-1,2,1e99&item=/5&sort=nonsense&view=none')
    expect(state).toMatchObject({ compare: [2], item: null, view: 'items' })
    expect(state.sort).toEqual({ column: 'name', descending: false })
  })

  test('an owner may have a stroke in the name', () => {
    expect(readAddress('?item=A/B/7').item).toEqual({ owner: 'A/B', itemId: 7 })
  })
})

describe('columns', () => {
  test('each has an id and a title of its own, and unknown ones are left out', () => {
    expect(new Set(COLUMNS.map(({ id }) => id)).size).toBe(COLUMNS.length)
    expect(columnsOf(['al', 'nonsense', 'al', 'name']).map(({ id }) => id)).toEqual(['al', 'name'])
    expect(columnsOf([])).toEqual(columnsOf(null))
    expect(templateOf(columnsOf(['al']))).toBe('32px 52px')
    expect(leastWidth(columnsOf(['al']))).toBe(96)
  })

  test('move', () => {
    expect(moved(['a', 'b', 'c'], 'c', 0)).toEqual(['c', 'a', 'b'])
    expect(moved(['a', 'b', 'c'], 'a', 9)).toEqual(['b', 'c', 'a'])
  })

  test('sort numbers from the highest, names from A, then the other way', () => {
    const [al, name] = [COLUMNS.find(({ id }) => id === 'al')!, COLUMNS.find(({ id }) => id === 'name')!]
    const byAl = nextSort(readSort(null), al)
    expect(writeSort(byAl)).toBe('-al')
    expect(writeSort(nextSort(byAl, al))).toBe('al')
    expect(writeSort(nextSort(byAl, name))).toBe('')
    expect(readSort('cantrips')).toEqual(readSort(null))
  })
})

describe('items', () => {
  test('are read without trust', () => {
    for (const row of [null, 5, {}, { item_id: 'x', character_name: 'A' }, { item_id: 5 }])
      expect(readItem(row)).toBeNull()
    const item = readItem({
      item_id: 5,
      character_name: 'A',
      name: 7,
      slot_names: ['head', 8],
      spells: [
        { id: 1, tier: 'minor', name: 'Minor Focus' },
        { id: 2, tier: 'legendary', name: 'Legendary Focus' },
        9,
      ],
      armor_level: null,
    })!
    expect(item).toMatchObject({ name: '#5', slots: ['head'], material: null, seen: null })
    expect(cantripsOf(item).map(({ tier }) => tier)).toEqual(['legendary', 'minor'])
    expect(item.columns).not.toHaveProperty('armor_level')
  })

  test('have the drawing of where they are worn, else of their kind', () => {
    expect(iconOf({ kind: 'armor', slots: ['lower_arms', 'chest'] })).toBe('chest')
    expect(iconOf({ kind: 'jewelry', slots: ['finger_left', 'finger_right'] })).toBe('finger')
    expect(iconOf({ kind: 'caster', slots: ['weapon'] })).toBe('caster')
    expect(iconOf({ kind: 'constructor', slots: [] })).toBe('bag')
  })

  test('short names leave out what stands beside them', () => {
    const spell = (name: string) => ({ id: 1, name, tier: 'legendary' as const, active: false })
    expect(shortCantrip(spell('Legendary Heavy Weapon Aptitude'))).toBe('Heavy Weapon')
    expect(shortCantrip(spell('Legendary'))).toBe('Legendary')
    expect(shortSet("Adept's Set")).toBe("Adept's")
    expect(slotNames(['finger_left', 'finger_right'])).toBe('Finger')
    expect(slotNames(['chest', 'upper_arms'])).toBe('Chest, upper arms')
  })
})
