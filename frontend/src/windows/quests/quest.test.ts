import { describe, expect, test } from 'vitest'
import { matrixOf, readCountdown, readQuests, standing, withReports } from './quest'

const HOUR = 3_600_000
const TOLD = Date.UTC(2026, 4, 4, 18)
const updated = '2026-05-04T18:00:00Z'

describe('countdowns', () => {
  test.each([
    ['3d 4h 12m', 3 * 24 * HOUR + 4 * HOUR + 12 * 60_000],
    ['20h', 20 * HOUR],
    ['1 hour 30 minutes', 1.5 * HOUR],
    ['45s', 45_000],
    ['04:05:06', 4 * HOUR + 5 * 60_000 + 6000],
    ['2.00:00:01', 48 * HOUR + 1000],
    ['Ready', 0],
    ['ready!', 0],
    ['Completed', 0],
    ['whenever', null],
    ['', null],
  ])('"%s" is %s', (said, left) => {
    expect(readCountdown(said)).toBe(left)
  })
})

const body = {
  quests: {
    A: { Stipend: { countdown: '2h', updated }, Gem: { countdown: 'Ready', updated } },
    B: { Stipend: { countdown: null, updated }, Odd: { countdown: 'see the elder', updated: 'x' }, Bad: 7 },
    C: 'nothing',
  },
}

describe('quests', () => {
  test('count down from when they were told', () => {
    const stipend = readQuests(body).get('A')!.get('Stipend')!
    expect(standing(stipend, TOLD + HOUR)).toEqual({ kind: 'left', milliseconds: HOUR })
    expect(standing(stipend, TOLD + 2 * HOUR)).toEqual({ kind: 'ready' })
    expect(standing(readQuests(body).get('B')!.get('Stipend')!, TOLD)).toEqual({ kind: 'said', text: null })
    expect(standing(readQuests(body).get('B')!.get('Odd')!, TOLD)).toEqual({
      kind: 'said',
      text: 'see the elder',
    })
  })

  test('a message changes one of them', () => {
    const told = {
      character_name: 'A',
      quest_name: 'Stipend',
      countdown: '1h',
      timestamp: '2026-05-04T19:30:00Z',
    }
    const quests = withReports(readQuests(body), [
      told,
      { character_name: 'D' },
      null,
      { ...told, character_name: 'D' },
    ])
    expect(standing(quests.get('A')!.get('Stipend')!, TOLD + 2 * HOUR)).toEqual({
      kind: 'left',
      milliseconds: HOUR / 2,
    })
    expect(quests.get('A')!.size).toBe(2)
    expect([...quests.keys()]).toEqual(['A', 'B', 'D'])
  })

  test('make a table with counts', () => {
    expect(matrixOf(readQuests(body), '', TOLD + HOUR)).toEqual({
      characters: [
        { name: 'A', ready: 1, known: 2 },
        { name: 'B', ready: 0, known: 2 },
      ],
      quests: [
        { name: 'Gem', ready: 1, known: 1 },
        { name: 'Odd', ready: 0, known: 1 },
        { name: 'Stipend', ready: 0, known: 2 },
      ],
    })
  })

  test('are found by quest, or by character', () => {
    const find = (text: string) => {
      const { characters, quests } = matrixOf(readQuests(body), text, TOLD)
      return [characters.map(({ name }) => name), quests.map(({ name }) => name)]
    }
    expect(find('STIP')).toEqual([['A', 'B'], ['Stipend']])
    expect(find(' gem')).toEqual([['A'], ['Gem']])
    expect(find('nowhere')).toEqual([[], []])
    expect(find('b')).toEqual([['B'], ['Odd', 'Stipend']])
  })

  test('bear nonsense', () => {
    for (const nonsense of [null, [], { quests: 5 }]) expect(readQuests(nonsense).size).toBe(0)
  })
})
