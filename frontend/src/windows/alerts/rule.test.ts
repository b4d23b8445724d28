import { describe, expect, test } from 'vitest'
import { readAlerts } from './alert'
import { draftOf, readRules, saysOf, settingsAsSent, settingsOf } from './rule'

const row = {
  id: 3,
  kind: 'idle',
  character_name: 'Old Peat',
  enabled: false,
  settings: {
    minutes: 7,
    grace_minutes: 0,
    quiet: { from: '22:30', to: '06:00', time_zone: 'Europe/Stockholm' },
  },
}

describe('rules', () => {
  const [rule] = readRules({ rules: [row, { id: 4, kind: 'of a newer server' }, null] })

  test('are read, and what this page does not know is left out', () => {
    expect(rule).toMatchObject({ id: 3, kind: 'idle', character: 'Old Peat', enabled: false })
    expect(readRules({ rules: [row, { id: 4, kind: 'of a newer server' }] })).toHaveLength(1)
    expect(readRules(null)).toEqual([])
  })

  test('are put back and edited as they were, a grace of nothing too', () => {
    expect(settingsAsSent(rule!)).toEqual(row.settings)
    expect(settingsOf(draftOf(rule!, 'UTC'))).toEqual(row.settings)
  })

  test('say what they decide', () => {
    expect(saysOf(rule!)).toEqual(['after 7 min', 'grace 0 min', 'quiet 22:30 to 06:00, Europe/Stockholm'])
  })
})

test('a draft sends only what means something for its kind', () => {
  const draft = draftOf(null, 'UTC')
  draft.figures = { minutes: '5', grace: '6', deaths: '7', tier: '4' }
  expect(settingsOf({ ...draft, kind: 'rare' })).toEqual({ tier: 4 })
  expect(settingsOf({ ...draft, kind: 'death' })).toEqual({ deaths: 7, grace_minutes: 6 })
  expect(settingsOf({ ...draft, kind: 'back' })).toEqual({})
  expect(settingsOf({ ...draft, kind: 'back', quiet: true, from: '1:00', to: '2:00' })).toEqual({
    quiet: { from: '1:00', to: '2:00', time_zone: 'UTC' },
  })
})

test('alerts are read, of kinds that are not known too', () => {
  const page = readAlerts({
    alerts: [
      {
        id: 2,
        kind: 'rare',
        character_name: 'A',
        created_at: '2026-01-01T00:00:00Z',
        state: 'sent',
        payload: { rare: 'Gem', tier: 4 },
      },
      {
        id: 1,
        kind: 'new',
        character_name: null,
        created_at: '2026-01-01T00:00:00Z',
        state: 'off',
        payload: null,
      },
      { kind: 'death' },
    ],
    next: 'on',
    sender: { state: 'off' },
  })
  expect(page).toMatchObject({ next: 'on', sender: 'off' })
  expect(page.items.map(({ kind, character, rare }) => [kind, character, rare])).toEqual([
    ['rare', 'A', 'Gem'],
    [null, null, null],
  ])
})
