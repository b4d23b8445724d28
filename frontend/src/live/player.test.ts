import { describe, expect, test } from 'vitest'
import { readPlayers } from './player'

const row = {
  character_name: 'Larsa Mossfoot',
  char_tag: 'hunt-a',
  state: 'combat',
  ew: -33.42,
  ns: 41.87,
  z: 0.125,
  kills: 1284,
  kills_per_hour: 1312.44,
  session_rares: 1,
  deaths: 2,
  onlinetime: '05:12:44',
  plugin_connected: true,
  received_at: '2026-05-04T18:21:07.500Z',
}

describe('reading /live', () => {
  test('a whole row', () => {
    expect(readPlayers({ players: [row] })).toEqual([
      {
        name: 'Larsa Mossfoot',
        tag: 'hunt-a',
        state: 'combat',
        ew: -33.42,
        ns: 41.87,
        z: 0.125,
        kills: 1284,
        killsPerHour: 1312.44,
        sessionRares: 1,
        deaths: 2,
        onlineTime: '05:12:44',
        pluginConnected: true,
        receivedAt: Date.UTC(2026, 4, 4, 18, 21, 7, 500),
      },
    ])
  })

  test('what is missing is null, and a name is enough', () => {
    const [player] = readPlayers({ players: [{ character_name: ' Mule Two ' }] })
    expect(player).toMatchObject({ name: 'Mule Two', tag: null, state: 'travel', ew: null, kills: null })
    expect(player!.pluginConnected).toBe(true)
  })

  test.each([
    ['no object', null],
    ['a list', []],
    ['no players', {}],
    ['players that are none', { players: 'many' }],
    [
      'rows that are none',
      { players: [null, 3, 'x', [], {}, { character_name: '' }, { character_name: 7 }] },
    ],
  ])('%s gives nobody', (_, body) => {
    expect(readPlayers(body)).toEqual([])
  })

  test('values of a wrong kind cost only themselves', () => {
    const odd = {
      ...row,
      ew: '12',
      ns: Number.NaN,
      kills: null,
      state: 'dancing',
      char_tag: 4,
      received_at: 'soon',
    }
    const [player] = readPlayers({ players: [odd] })
    expect(player).toMatchObject({
      ew: null,
      ns: null,
      kills: null,
      state: 'travel',
      tag: null,
      receivedAt: null,
    })
    expect(player!.killsPerHour).toBe(1312.44)
  })

  test('a name that comes twice counts once', () => {
    const players = readPlayers({ players: [row, { ...row, kills: 1285 }] })
    expect(players.map(player => player.kills)).toEqual([1285])
  })
})
