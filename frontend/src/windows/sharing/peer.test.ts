import { describe, expect, test } from 'vitest'
import { groupPeers, readPeers, withShares } from './peer'

const vital = {
  type: 'share_vital_update',
  character_name: 'A',
  health: 287,
  max_health: 340,
  stamina: 402,
  max_stamina: 402,
  mana: 0,
  max_mana: 520,
  tags: ['hunt-a', ' '],
}
const position = { type: 'share_position_update', character_name: 'A', ew: -33.42, ns: 41.87 }
const body = {
  peers: [
    {
      character_name: 'A',
      plugin_connected: true,
      updated: '2026-05-04T18:21:07Z',
      shares: { share_vital_update: vital, share_position_update: position },
    },
    { character_name: 'B', plugin_connected: false, updated: 'x', shares: { share_odd: 5, other: {} } },
    { shares: {} },
  ],
}

describe('those who share', () => {
  test('are read with their vitals, their place and their tags', () => {
    const [a, b] = readPeers(body)
    expect(a).toMatchObject({
      name: 'A',
      connected: true,
      updated: Date.UTC(2026, 4, 4, 18, 21, 7),
      kinds: ['position_update', 'vital_update'],
      tags: ['hunt-a'],
      health: { current: 287, most: 340 },
      mana: { percent: 0 },
      ew: -33.42,
    })
    expect(a!.health.percent).toBeCloseTo(84.41)
    expect(b).toMatchObject({ name: 'B', connected: false, updated: 0, kinds: [], tags: [] })
    expect(readPeers('none')).toEqual([])
  })

  test('a message changes what it tells, and brings newcomers', () => {
    const messages = [
      { type: 'share_vital_update', character_name: 'A', health: 10 },
      { ...vital, character_name: 'C', tags: null },
      { type: 'vitals', character_name: 'D' },
      null,
    ]
    const [a, b, c, ...others] = withShares(readPeers(body), messages, 99)
    expect(a).toMatchObject({
      health: { current: 10, most: 340 },
      mana: { percent: 0 },
      tags: ['hunt-a'],
      ns: 41.87,
    })
    expect(b).toMatchObject({ name: 'B', connected: false })
    expect(c).toMatchObject({ name: 'C', connected: true, updated: 99, tags: [] })
    expect(others).toEqual([])
  })

  test('who share a tag stand together, one who has several in each of them, the others last', () => {
    const peer = (name: string, ...tags: string[]) => ({ ...readPeers(body)[0]!, name, tags })
    const groups = groupPeers([peer('Z', 'b'), peer('Y'), peer('X', 'a', 'b')])
    expect(groups.map(({ tag, peers }) => [tag, peers.map(({ name }) => name)])).toEqual([
      ['a', ['X']],
      ['b', ['X', 'Z']],
      [null, ['Y']],
    ])
    expect(groupPeers([])).toEqual([])
  })
})
