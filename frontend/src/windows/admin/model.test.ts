import { describe, expect, test } from 'vitest'
import { auditQuery } from './Audit'
import { changedRights, inDays, readAudit, readOnce, readSecrets, readTokens, readUsers } from './model'

describe('rights', () => {
  const reader = { isAdmin: false, permissions: ['view'] }
  const admin = { isAdmin: true, permissions: ['view', 'command', 'edit', 'admin'] }

  test('only what changed is sent', () => {
    expect(changedRights(reader, reader)).toEqual({})
    expect(changedRights(reader, { isAdmin: false, permissions: ['edit', 'view'] })).toEqual({
      permissions: ['view', 'edit'],
    })
    expect(changedRights(reader, { ...admin })).toEqual({ is_admin: true })
  })

  test('who is no administrator any more gets what the form shows', () => {
    expect(changedRights(admin, { isAdmin: false, permissions: ['view', 'command', 'edit'] })).toEqual({
      is_admin: false,
      permissions: ['view', 'command', 'edit'],
    })
    expect(changedRights(admin, { isAdmin: true, permissions: [] })).toEqual({})
  })
})

test('lists are read, and rows that make no sense left out', () => {
  expect(readUsers({ users: [{ id: 1, username: 'a', permissions: ['view', 7] }, { id: 2 }, null] })).toEqual(
    [
      {
        id: 1,
        name: 'a',
        isAdmin: false,
        permissions: ['view'],
        secondFactor: false,
        sessions: 0,
        seenAt: null,
      },
    ],
  )
  expect(readTokens({ tokens: [{ id: 'x', name: 'n' }] })).toEqual([])
  expect(
    readSecrets({
      secrets: [{ id: null, name: 'shared', characters: [{ character_name: 'A' }, {}] }],
    }),
  ).toMatchObject([{ id: null, characters: ['A'] }])
  const page = readAudit({
    entries: [{ id: 1, timestamp: '2026-01-01T00:00:00Z', username: '', ok: false }],
    next: null,
  })
  expect(page).toMatchObject({ next: null, items: [{ who: null, ok: false, action: '' }] })
  expect(readAudit('nonsense')).toEqual({ items: [], next: null })
})

test('what is told once', () => {
  expect(readOnce({ token: 'secret' }, 'token')).toBe('secret')
  expect(readOnce({}, 'token')).toBeNull()
  expect(inDays(2, 0)).toBe('1970-01-03T00:00:00.000Z')
})

test('the audit is asked for whole days where the reader is', () => {
  const query = new URLSearchParams(
    auditQuery({ who: ' a&b ', action: 'login', from: '2026-03-01', to: '2026-03-01' }),
  )
  expect(query.get('username')).toBe('a&b')
  expect(Date.parse(query.get('to')!) - Date.parse(query.get('from')!)).toBe(86_400_000)
  expect(auditQuery({ who: '', action: '', from: '', to: '' })).toBe('limit=100')
})
