import { expect, test } from 'vitest'
import type { Player, PlayerState } from '../../live/player'
import type { Mark } from '../marks/mark'
import { PLACES } from '../places'
import type { Pointed } from '../pointed'
import { describeStep, type Known } from './describe'

const somebody = (name: string, state: PlayerState, killsPerHour: number | null) =>
  ({ name, state, ew: 33.6, ns: 42.1, killsPerHour }) as Player

const people = [
  somebody('Old Peat', 'combat', 1312),
  somebody('Mule', 'town', null),
  somebody('Wick', 'dead', 7),
]
const known: Known = { player: name => people.find(each => each.name === name) ?? null }

const say = (pointed: Pointed) =>
  describeStep({ stop: { key: '', pointed, x: 0, y: 0 }, number: 2, of: 9 }, known)

test('somebody is said with what he does, where, and how well he hunts', () => {
  expect(say({ kind: 'player', name: 'Old Peat' })).toBe(
    'Old Peat, Combat, 42.1N, 33.6E, near Holtburg, 1,312 kills an hour, 2 of 9',
  )
  expect(say({ kind: 'player', name: 'Mule' })).toBe('Mule, In town, 42.1N, 33.6E, near Holtburg, 2 of 9')
  expect(say({ kind: 'player', name: 'Nobody' })).toBe('Nobody, 2 of 9')
})

test('a crowd is said with how many do what', () => {
  expect(say({ kind: 'crowd', id: '1', names: ['Old Peat', 'Mule', 'Wick'] })).toBe(
    '3 together, 1 fighting, 1 in town, 1 dead, 42.1N, 33.6E, near Holtburg, 1,319 kills an hour, 2 of 9',
  )
})

test('marks and towns are said with their kind and place', () => {
  const portal: Mark = { id: 'p', kind: 'portal', name: 'Gate', ew: -70, ns: -95, rank: 2 }
  expect(say({ kind: 'mark', mark: portal })).toBe('Gate, Portal, 95.0S, 70.0W, 2 of 9')
  expect(say({ kind: 'mark', mark: { ...portal, kind: 'death', name: 'Wick' } })).toBe(
    'Wick died, 95.0S, 70.0W, 2 of 9',
  )
  const town = PLACES.find(({ name }) => name === 'Holtburg')!
  expect(say({ kind: 'town', place: town })).toMatch(
    /^Holtburg, Capital|^Holtburg, Starter town|^Holtburg, Town/,
  )
})
