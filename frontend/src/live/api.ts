import { isRecord, readText } from './player'

/** Backend routes also answer below this, whatever proxy stands in front. */
export const API = '/api'

/** An answer that is none: a refusal, or no connection at all (status 0). */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    /** Seconds after which another try makes sense, where the server said so. */
    readonly retryAfter: number | null = null,
    /** The member of the request at fault, where the server named one. */
    readonly field: string | null = null,
    /** All members of the error, for those who know more of them. */
    readonly members: Record<string, unknown> = {},
  ) {
    super(message)
    this.name = 'ApiError'
  }
}

// Longer than any honest answer takes; a connection that hangs is as good as none.
const TIMEOUT = 10_000
// What changes something, or proves a password, is not given up as long as it may still be done.
const CHANGE_TIMEOUT = 60_000

/** Reads a path; a signal that is aborted ends the reading with an error of status 0. */
export function getJson(path: string, signal?: AbortSignal): Promise<unknown> {
  return request(path, signal ? { method: 'GET', signal } : { method: 'GET' })
}

export function postJson(path: string, body: unknown): Promise<unknown> {
  return sendJson('POST', path, body)
}

/** Sends a body, or none; answers null where the server has nothing to say. */
export function sendJson(
  method: 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  body?: unknown,
): Promise<unknown> {
  if (body === undefined) return request(path, { method })
  return request(path, {
    method,
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  })
}

/** Sends a body and hands over the answer's as it comes, until it ends or `signal` ends it. */
export async function openStream(
  path: string,
  body: unknown,
  signal: AbortSignal,
): Promise<ReadableStream<Uint8Array>> {
  const response = await send(path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Accept: 'text/event-stream, application/json' },
    body: JSON.stringify(body),
    signal,
  })
  if (!response.ok || !response.body) throw refusal(response, await readBody(response))
  return response.body
}

async function request(path: string, init: RequestInit): Promise<unknown> {
  const enough = AbortSignal.timeout(init.method === 'GET' ? TIMEOUT : CHANGE_TIMEOUT)
  const signal = init.signal ? AbortSignal.any([init.signal, enough]) : enough
  const response = await send(path, { ...init, signal })
  const body = await readBody(response)
  if (!response.ok) throw refusal(response, body)
  return body
}

async function send(path: string, init: RequestInit): Promise<Response> {
  let response: Response
  try {
    response = await fetch(path, {
      ...init,
      headers: { Accept: 'application/json', ...init.headers },
      credentials: 'same-origin',
      // A redirect to the login page must not be read as an answer.
      redirect: 'manual',
      cache: 'no-store',
    })
  } catch (cause) {
    throw new ApiError(0, 'unreachable', String(cause))
  }
  if (response.type === 'opaqueredirect') throw new ApiError(401, 'unauthenticated', 'sent to the login page')
  return response
}

async function readBody(response: Response): Promise<unknown> {
  try {
    return await response.json()
  } catch {
    return null
  }
}

function refusal(response: Response, body: unknown): ApiError {
  const error = isRecord(body) && isRecord(body.error) ? body.error : {}
  const seconds = Number(response.headers.get('Retry-After') ?? Number.NaN)
  return new ApiError(
    response.status,
    readText(error.code) ?? 'unknown',
    readText(error.message) ?? response.statusText,
    Number.isFinite(seconds) ? seconds : null,
    readText(error.field) ?? null,
    error,
  )
}
