import { describe, expect, test } from 'vitest'
import { isLow, newest, readVital, readVitals, sortNames, type Vital, withReports } from './vital'

const full = {
  character_name: 'A',
  timestamp: '2026-05-04T18:21:07Z',
  health_current: 287,
  health_max: 340,
  health_percentage: 84.4,
  stamina_percentage: 98,
  mana_current: 130,
  mana_max: 520,
  vitae: 5,
}

describe('vitals', () => {
  test('are read as percentages and points, each from the other where it is missing', () => {
    const vital = readVital(full)!
    expect(vital.health).toEqual({ percent: 84.4, current: 287, most: 340 })
    expect(vital.stamina).toEqual({ percent: 98, current: null, most: null })
    expect(vital.mana).toEqual({ percent: 25, current: 130, most: 520 })
    expect(vital.vitae).toBe(5)
  })

  test('what a report does not tell stays', () => {
    const later = { character_name: 'A', timestamp: '2026-05-04T18:21:09Z', health_percentage: 50 }
    const [vital] = withReports(new Map([['A', readVital(full)!]]), [later]).values()
    expect(vital!.health).toEqual({ percent: 50, current: 170, most: 340 })
    expect(vital!.mana.percent).toBe(25)
    expect(vital!.vitae).toBe(5)
    expect(vital!.at).toBe(Date.UTC(2026, 4, 4, 18, 21, 9))
  })

  test('who is in no report stays the same object, so that their cell is not drawn anew', () => {
    const before = readVitals({ vitals: [full, { ...full, character_name: 'B' }] })
    const after = withReports(before, [{ ...full, health_percentage: 1 }, { nonsense: 1 }, null])
    expect(after.get('B')).toBe(before.get('B'))
    expect(after.get('A')).not.toBe(before.get('A'))
    expect(after.size).toBe(2)
  })

  test('the newer of what was read and heard counts', () => {
    const at = (time: number, percent: number): Vital => ({
      ...readVital({ ...full, health_percentage: percent })!,
      at: time,
    })
    const joined = newest(
      new Map([
        ['A', at(1, 10)],
        ['B', at(5, 20)],
      ]),
      new Map([
        ['A', at(2, 30)],
        ['B', at(4, 40)],
      ]),
    )
    expect([...joined.values()].map(({ health }) => health.percent)).toEqual([30, 20])
  })

  test('bear nonsense', () => {
    expect(readVitals({ vitals: [null, {}, 5] }).size).toBe(0)
    expect(readVitals('none').size).toBe(0)
    const odd = readVital({ ...full, health_percentage: 'much', health_current: null, mana_current: 9e9 })!
    expect(odd.health.percent).toBeNull()
    expect(odd.mana.percent).toBe(100)
  })

  test('are sorted by the lowest health or by name, the unknown last', () => {
    const of = (name: string, health: number | null) => ({
      ...full,
      character_name: name,
      health_percentage: health,
      health_current: null,
    })
    const vitals = readVitals({ vitals: [of('C', 20.2), of('A', null), of('B', 90), of('D', 20.4)] })
    expect(sortNames(vitals, [...vitals.keys(), 'Never'], 'health')).toEqual(['C', 'D', 'B', 'A', 'Never'])
    expect(sortNames(vitals, vitals.keys(), 'name')).toEqual(['A', 'B', 'C', 'D'])
    expect([...vitals.values()].filter(isLow).map(({ name }) => name)).toEqual(['C', 'D'])
  })
})
