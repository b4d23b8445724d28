import { describe, expect, test } from 'vitest'
import { nearest, Steps, type Stop } from './steps'

const stop = (key: string, x: number, y = 0): Stop => ({ key, pointed: { kind: 'player', name: key }, x, y })
const MIDDLE = { x: 0, y: 0 }

describe('steps through what is in view', () => {
  test('begin at the nearest and go round, in both directions', () => {
    const stops = [stop('far', 90), stop('near', 5), stop('left', -20)]
    const steps = new Steps()
    const go = (way: 1 | -1) => steps.step(stops, way, MIDDLE)
    expect(go(1)).toMatchObject({ stop: { key: 'near' }, number: 1, of: 3 })
    expect(go(1)).toMatchObject({ stop: { key: 'left' }, number: 2 })
    expect(go(1)).toMatchObject({ stop: { key: 'far' }, number: 3 })
    expect(go(1)).toMatchObject({ stop: { key: 'near' }, number: 1 })
    expect(go(-1)).toMatchObject({ stop: { key: 'far' }, number: 3 })
  })

  test('backwards from nowhere begin at the farthest', () => {
    expect(new Steps().step([stop('near', 5), stop('far', 90)], -1, MIDDLE)).toMatchObject({
      stop: { key: 'far' },
    })
  })

  test('leave nobody out and come to nobody twice while everybody moves', () => {
    const steps = new Steps()
    const seen: string[] = []
    for (let round = 0; round < 6; round++) {
      const stops = ['a', 'b', 'c', 'd', 'e', 'f'].map((key, i) => stop(key, ((i + round) % 6) * 10 - 25))
      seen.push(steps.step(stops, 1, MIDDLE)!.stop.key)
    }
    expect([...seen].sort()).toEqual(['a', 'b', 'c', 'd', 'e', 'f'])
  })

  test('go on from where somebody stood who has gone, and take in who comes', () => {
    const steps = new Steps()
    const all = [stop('a', 1), stop('b', 2), stop('c', 3), stop('d', 4)]
    steps.step(all, 1, MIDDLE)
    steps.step(all, 1, MIDDLE)
    expect(steps.current).toBe('b')
    const left = [stop('a', 1), stop('c', 3), stop('d', 4), stop('new', 0)]
    expect(steps.here(left)).toBeNull()
    expect(steps.step(left, 1, MIDDLE)).toMatchObject({ stop: { key: 'c' }, number: 2, of: 4 })
    const fewer = [stop('a', 1), stop('d', 4), stop('new', 0)]
    expect(steps.step(fewer, -1, MIDDLE)).toMatchObject({ stop: { key: 'a' } })
    expect(steps.step(fewer, -1, MIDDLE)).toMatchObject({ stop: { key: 'new' } })
  })

  test('in another view go to what is around the one that is stood at', () => {
    const steps = new Steps()
    const all = [stop('a', 1), stop('b', 50), stop('c', 60), stop('d', -3)]
    steps.step(all, 1, MIDDLE)
    steps.go('b')
    steps.reorder()
    expect(steps.step(all, 1, { x: 50, y: 0 })).toMatchObject({ stop: { key: 'c' }, number: 2, of: 4 })
  })

  test('end where nothing is', () => {
    const steps = new Steps()
    steps.step([stop('a', 1)], 1, MIDDLE)
    expect(steps.step([], 1, MIDDLE)).toBeNull()
    expect(steps.current).toBeNull()
    expect(steps.step([stop('b', 1)], 1, MIDDLE)).toMatchObject({ stop: { key: 'b' } })
  })
})

test('the nearest of several', () => {
  expect(nearest([stop('a', 30), stop('b', -10)], MIDDLE)?.key).toBe('b')
  expect(nearest([], MIDDLE)).toBeNull()
})
