import { afterEach, describe, expect, test, vi } from 'vitest'
import { ApiError, getJson, postJson } from './api'

const answer = (status: number, body: string, headers: Record<string, string> = {}) =>
  vi.spyOn(globalThis, 'fetch').mockResolvedValue(new Response(body, { status, headers }))

afterEach(() => vi.restoreAllMocks())

async function failure(promise: Promise<unknown>): Promise<ApiError> {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(ApiError)
  return error as ApiError
}

describe('asking the server', () => {
  test('gives what it answers', async () => {
    answer(200, '{"players":[]}')
    expect(await getJson('/api/live')).toEqual({ players: [] })
  })

  test('asks for JSON, with the session and past every cache', async () => {
    const fetched = answer(200, '{}')
    await postJson('/api/login', { username: 'edda' })
    const [path, init] = fetched.mock.calls[0]!
    expect(path).toBe('/api/login')
    expect(init).toMatchObject({
      method: 'POST',
      body: '{"username":"edda"}',
      credentials: 'same-origin',
      cache: 'no-store',
      headers: { Accept: 'application/json', 'Content-Type': 'application/json' },
    })
  })

  test('a change is waited for longer than an answer, because it may be done after all', async () => {
    const patience = vi.spyOn(AbortSignal, 'timeout')
    answer(200, '{}')
    await getJson('/x')
    await postJson('/x', {})
    const [reading, changing] = patience.mock.calls.map(([wait]) => wait)
    expect(changing!).toBeGreaterThan(3 * reading!)
  })

  test('a refusal carries its code, its words and when to try again', async () => {
    answer(429, '{"error":{"code":"throttled","message":"slowly"}}', { 'Retry-After': '40' })
    expect(await failure(getJson('/x'))).toMatchObject({
      status: 429,
      code: 'throttled',
      message: 'slowly',
      retryAfter: 40,
    })
  })

  test('a refusal that is no JSON is one all the same', async () => {
    answer(502, '<html>Bad gateway</html>')
    expect(await failure(getJson('/x'))).toMatchObject({ status: 502, code: 'unknown', retryAfter: null })
  })

  test('no answer at all has no status', async () => {
    vi.spyOn(globalThis, 'fetch').mockRejectedValue(new TypeError('failed'))
    expect(await failure(getJson('/x'))).toMatchObject({ status: 0, code: 'unreachable' })
  })
})
