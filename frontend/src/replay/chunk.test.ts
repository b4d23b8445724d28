import { describe, expect, test } from 'vitest'
import { readChunk, type Track } from './chunk'

const answer = {
  from: '2026-05-04T11:40:00Z',
  to: '2026-05-04T11:40:40Z',
  step: '10s',
  step_seconds: 10,
  scale: 1000,
  characters: ['Larsa', 'Mule', 'Never'],
  frames: [[[1, -33420, 41870, 1, 500, -12250]], [[1, 5, -3]], [[], [1]], [[], [0]], [[1, 100, 0]]],
}

const places = ({ ew, ns }: Track) =>
  [...ew].map((x, k) => (Number.isNaN(x) ? null : [x, ns[k]!].map(each => Math.round(each * 1000) / 1000)))

describe('a replay', () => {
  test('tells each place from what has changed since it was told last', () => {
    const chunk = readChunk(answer)
    expect(chunk).toMatchObject({ from: Date.UTC(2026, 4, 4, 11, 40), step: 10_000, frames: 5 })
    expect(places(chunk.tracks.get('Larsa')!)).toEqual([
      [-33.42, 41.87],
      [-33.415, 41.867],
      [-33.415, 41.867],
      null,
      [-33.315, 41.867],
    ])
    expect(places(chunk.tracks.get('Mule')!)).toEqual([[0.5, -12.25], [0.5, -12.25], null, null, null])
  })

  test('knows nothing of who was never seen in it', () => {
    expect([...readChunk(answer).tracks.keys()]).toEqual(['Larsa', 'Mule'])
    expect(readChunk({ ...answer, frames: [] })).toMatchObject({ frames: 0 })
  })

  test('takes dungeons, whose coordinates lie far outside', () => {
    const chunk = readChunk({ ...answer, frames: [[[1, 9_999_999, -9_999_999]]] })
    expect(places(chunk.tracks.get('Larsa')!)).toEqual([[9999.999, -9999.999]])
  })

  test.each([
    ['nothing', null],
    ['a list', []],
    ['no time', { ...answer, from: 'noon' }],
    ['no step', { ...answer, step_seconds: 0 }],
    ['no scale', { ...answer, scale: 0 }],
    ['no names', { ...answer, characters: 'Larsa' }],
    ['no frames', { ...answer, frames: {} }],
    ['a frame that is none', { ...answer, frames: [3] }],
    ['words for numbers', { ...answer, frames: [[['1', 2, 3]]] }],
    ['half a place', { ...answer, frames: [[[1, 2]]] }],
    ['a stranger', { ...answer, frames: [[[4, 2, 3]]] }],
    ['a stranger who goes', { ...answer, frames: [[[], [3]]] }],
  ])('refuses %s', (_, body) => {
    expect(() => readChunk(body)).toThrow('cannot be read')
  })
})
