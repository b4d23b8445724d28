// @vitest-environment happy-dom
import { describe, expect, test } from 'vitest'
import { ApiError } from '../live/api'
import { loginPath, nextPath } from './next'
import { explain, invitationOf } from './signIn'

describe('where to go after signing in', () => {
  test('back to where one was', () => {
    const from = '/?follow=Kesh+ibn+Rahim&zoom=8'
    expect(nextPath(new URL(loginPath(from), location.origin).search)).toBe(from)
    expect(loginPath('/')).toBe('/login')
  })

  test.each([
    '//evil.example/',
    'https://evil.example/',
    '/\\evil.example',
    'javascript:alert(1)',
    '\\\\evil.example',
    'map',
    '/login',
    '/login?next=/login',
    '',
  ])('never to another site or round in circles: %s', next => {
    expect(nextPath(`?next=${encodeURIComponent(next)}`)).toBe('/')
  })

  test('elsewhere on this site', () => {
    expect(nextPath('?next=%2Fgrafana%2Fd%2F1%3Fa%3Db')).toBe('/grafana/d/1?a=b')
  })
})

test.each([
  ['#invitation=mwi_abc', 'mwi_abc'],
  ['#a=b&invitation=x', 'x'],
  ['#invitation=', null],
  ['', null],
])('the invitation in %s', (hash, invitation) => {
  expect(invitationOf(hash)).toBe(invitation)
})

describe('what is told when it fails', () => {
  test.each([
    [new ApiError(401, 'unauthenticated', ''), 'do not match'],
    [new ApiError(401, 'unauthenticated', '', null, 'code'), 'recovery code'],
    [new ApiError(429, 'throttled', '', 40), 'Wait 40 seconds'],
    [new ApiError(429, 'throttled', '', 1), 'Wait 1 second.'],
    [new ApiError(429, 'throttled', ''), 'Wait a minute'],
    [new ApiError(503, 'unavailable', ''), 'database is away'],
    [new ApiError(0, 'unreachable', ''), 'does not answer'],
    [new ApiError(500, 'internal', ''), '(500)'],
    [new Error('odd'), 'does not answer'],
  ])('%s', (error, expected) => {
    expect(explain(error)).toContain(expected)
  })
})
