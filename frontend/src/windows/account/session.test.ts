import { describe, expect, test } from 'vitest'
import { browserOf, grouped, readCodes, readFactor, readNewFactor, readSessions } from './session'

describe('a user agent in words', () => {
  test.each([
    ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox', 'Linux'],
    [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0',
      'Edge',
      'Windows',
    ],
    [
      'Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Mobile Safari/537.36',
      'Chrome',
      'Android',
    ],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1',
      'Safari',
      'iOS',
    ],
    ['Mozilla/5.0 Firefox/1.0', 'Firefox', null],
  ])('%s', (userAgent, browser, system) => {
    expect(browserOf(userAgent)).toEqual({ browser, system })
  })

  test('of what is no browser', () => {
    expect(browserOf('curl/8.0')).toBeNull()
    expect(browserOf('')).toBeNull()
  })
})

test('sessions are read', () => {
  const row = { id: 'a', created_at: '2026-01-01T00:00:00Z', current: true, address: null, user_agent: '' }
  expect(readSessions({ sessions: [row, { id: 'b' }] })).toEqual([
    { id: 'a', since: Date.parse(row.created_at), seenAt: null, address: null, userAgent: '', current: true },
  ])
})

test('a second factor is read, and a picture of anything else is not shown', () => {
  expect(readFactor({ enabled: true, recovery_codes_left: 3 })).toEqual({ enabled: true, codesLeft: 3 })
  expect(readFactor(null)).toEqual({ enabled: false, codesLeft: 0 })
  const made = { secret: 'ABCDEFGHIJ', uri: 'otpauth://totp/x', qr: 'https://elsewhere/x.png' }
  expect(readNewFactor(made)).toEqual({ secret: 'ABCDEFGHIJ', uri: 'otpauth://totp/x', picture: null })
  expect(readNewFactor({ ...made, uri: 'javascript:alert(1)' })).toBeNull()
  expect(readCodes({ recovery_codes: ['a', 1] })).toEqual(['a'])
  expect(grouped('ABCDEFGHIJ')).toBe('ABCD EFGH IJ')
})
