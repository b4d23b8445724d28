import { beforeEach, describe, expect, test } from 'vitest'
import { ServerClock } from './clock'
import { readPlayers } from './player'
import { Positions } from './positions'
import { LiveStore } from './store'

const two = readPlayers({ players: [{ character_name: 'A', state: 'combat' }, { character_name: 'B' }] })

describe('the live state', () => {
  let store: LiveStore
  let changes: number

  beforeEach(() => {
    store = new LiveStore()
    changes = 0
    store.subscribe(() => changes++)
  })

  test('knows the difference between nobody and nothing heard yet', () => {
    expect(store.get()).toMatchObject({ loaded: false, everSeen: false })
    store.setPlayers([])
    expect(store.get()).toMatchObject({ loaded: true, everSeen: false })
    store.setPlayers(two)
    store.setPlayers([])
    expect(store.get()).toMatchObject({ loaded: true, everSeen: true, players: [] })
  })

  test('tells its listeners once for each change, and not for none', () => {
    store.setConnection({ kind: 'live' })
    store.setConnection({ kind: 'live' })
    store.setUsername(null)
    store.setEverSeen()
    store.setEverSeen()
    expect(changes).toBe(2)
  })

  test('stops telling who no longer listens', () => {
    const off = store.subscribe(() => changes++)
    off()
    store.setPlayers(two)
    expect(changes).toBe(1)
  })

  test('is replaced, never changed in place', () => {
    store.setPlayers(two)
    const before = store.get()
    store.died('A', 5)
    store.left('B')
    expect(before.players.map(player => player.state)).toEqual(['combat', 'travel'])
    expect(store.get().players).toEqual([{ ...two[0], state: 'dead' }])
    expect(store.get().deaths).toEqual(new Map([['A', 5]]))
  })
})

describe('positions', () => {
  test('only a newer report counts', () => {
    const positions = new Positions()
    const heard: number[] = []
    positions.subscribe(report => heard.push(report.ew))
    positions.report({ name: 'A', ew: 1, ns: 0, at: 10 })
    positions.report({ name: 'A', ew: 2, ns: 0, at: 9 })
    positions.report({ name: 'A', ew: 3, ns: 0, at: 10 })
    positions.report({ name: 'A', ew: 4, ns: 0, at: 11 })
    expect(heard).toEqual([1, 4])
    positions.keep(new Set(['B']))
    expect(positions.get('A')).toBeUndefined()
  })
})

test('the server’s clock is kept beside our own', () => {
  let own = 1000
  const clock = new ServerClock(() => own)
  expect(clock.time()).toBe(1000)
  clock.observe(61_000)
  own = 2000
  expect(clock.time()).toBe(62_000)
})
