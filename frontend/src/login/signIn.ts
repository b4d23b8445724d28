import { API, ApiError, postJson } from '../live/api'
import { text } from '../text'

/** Signs in. Returns nothing when it worked, else what to tell. */
export async function signIn(username: string, password: string): Promise<string | null> {
  try {
    await postJson(`${API}/login`, { username, password })
    return null
  } catch (error) {
    return explain(error)
  }
}

export function explain(error: unknown): string {
  if (!(error instanceof ApiError)) return text.login.unreachable
  switch (error.status) {
    case 0:
      return text.login.unreachable
    case 400:
    case 401:
      return text.login.wrong
    case 429:
      return error.retryAfter === null ? text.login.throttledSomeTime : text.login.throttled(error.retryAfter)
    case 503:
      return text.login.unavailable
    default:
      return text.login.failed(error.status)
  }
}
