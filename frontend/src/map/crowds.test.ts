import { describe, expect, test } from 'vitest'
import { Crowds, countStates, LEAST_MEMBERS, partingScale, radiusOf, type Standing } from './crowds'

const at = (name: string, x: number, y: number): Standing => ({ name, state: 'combat', x, y })
const ring = (count: number, x: number, y: number, radius: number, prefix = 'n') =>
  Array.from({ length: count }, (_, i) =>
    at(`${prefix}${i}`, x + Math.cos(i) * radius, y + Math.sin(i) * radius),
  )
const sizes = (crowds: Crowds<Standing>) => crowds.all.map(crowd => crowd.members.length)

describe('a crowd', () => {
  test('is many in one place; few are none, and those apart are none', () => {
    const crowds = new Crowds<Standing>()
    crowds.gather([...ring(12, 100, 100, 5), ...ring(LEAST_MEMBERS - 1, 300, 100, 5, 'few')], 1)
    expect(sizes(crowds)).toEqual([12])
    expect(crowds.all[0]).toMatchObject({ radius: radiusOf(12, 1) })
    expect(Math.hypot(crowds.all[0]!.x - 100, crowds.all[0]!.y - 100)).toBeLessThan(2)
    crowds.gather(ring(40, 500, 500, 200), 1)
    expect(sizes(crowds)).toEqual([])
  })

  test('a line of travellers is no crowd from end to end', () => {
    const crowds = new Crowds<Standing>()
    crowds.gather(
      Array.from({ length: 40 }, (_, i) => at(`n${i}`, i * 12, 0)),
      1,
    )
    for (const crowd of crowds.all) {
      for (const member of crowd.members) expect(Math.abs(member.x - crowd.x)).toBeLessThan(40)
    }
  })

  test('keeps who moves a little, lets go who leaves, and stays the same crowd', () => {
    const crowds = new Crowds<Standing>()
    const people = ring(8, 100, 100, 5)
    crowds.gather(people, 1)
    const { id } = crowds.all[0]!
    people[0]!.x = 117
    crowds.gather(people, 1)
    expect(sizes(crowds)).toEqual([8])
    people[0]!.x = 160
    crowds.gather(people, 1)
    expect(sizes(crowds)).toEqual([7])
    expect(crowds.all[0]!.id).toBe(id)
    crowds.gather(people.slice(0, 4), 1)
    expect(sizes(crowds)).toEqual([])
  })

  test('two that come to cover each other are one, under the name of the larger', () => {
    const crowds = new Crowds<Standing>()
    const [left, right] = [ring(5, 100, 100, 4, 'l'), ring(9, 180, 100, 4, 'r')]
    crowds.gather([...left, ...right], 1)
    const larger = crowds.all.find(crowd => crowd.members.length === 9)!.id
    for (const one of left) one.x += 60
    crowds.gather([...left, ...right], 1)
    expect(sizes(crowds)).toEqual([14])
    expect(crowds.all[0]!.id).toBe(larger)
  })

  test('nobody is in two of them and nobody is lost', () => {
    let seed = 7
    const random = () => {
      seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0
      return seed / 4294967296
    }
    const crowds = new Crowds<Standing>()
    const people = Array.from({ length: 200 }, (_, i) => at(`n${i}`, random() * 300, random() * 300))
    for (let round = 0; round < 20; round++) {
      for (const one of people) {
        one.x += random() * 6 - 3
        one.y += random() * 6 - 3
      }
      crowds.gather(people, 1)
      const members = crowds.all.flatMap(crowd => crowd.members)
      expect(new Set(members).size).toBe(members.length)
      expect(members.every(member => people.includes(member))).toBe(true)
      for (const crowd of crowds.all) expect(crowd.members.length).toBeGreaterThanOrEqual(LEAST_MEMBERS)
    }
  })
})

test('its states are counted in the order of the legend', () => {
  const members = [at('a', 0, 0), { ...at('b', 0, 0), state: 'dead' as const }, at('c', 0, 0)]
  expect(countStates(members)).toEqual([
    { state: 'combat', count: 2 },
    { state: 'dead', count: 1 },
  ])
})

test('zooming in parts them, unless they stand on one spot', () => {
  const places = Array.from({ length: 10 }, (_, i) => ({ ew: i % 4, ns: Math.floor(i / 4) }))
  const scale = partingScale(places, 4, 100)
  expect(scale).toBeGreaterThan(4)
  expect(scale).toBeLessThan(40)
  expect(partingScale(Array(10).fill({ ew: 5, ns: 5 }), 4, 100)).toBe(100)
})
