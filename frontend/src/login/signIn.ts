import { API, ApiError, postJson } from '../live/api'
import { text } from '../text'

/** Why somebody did not get in, and whether the second factor's code is what is missing or wrong. */
export interface Refused {
  message: string
  code: boolean
}

/** Signs in. Returns nothing when it worked, else what to tell. */
export async function signIn(username: string, password: string, code: string): Promise<Refused | null> {
  try {
    await postJson(`${API}/login`, code ? { username, password, code } : { username, password })
    return null
  } catch (error) {
    return { message: explain(error), code: error instanceof ApiError && error.field === 'code' }
  }
}

/** Makes the account of somebody who was invited. What is wrong with a name or a password the server says best. */
export async function accept(
  invitation: string,
  username: string,
  password: string,
): Promise<Refused | null> {
  try {
    await postJson(`${API}/invitations/${encodeURIComponent(invitation)}`, { username, password })
    return null
  } catch (error) {
    const chosen = error instanceof ApiError && [400, 404, 409].includes(error.status)
    return { message: chosen ? text.login.sentence(error.message) : explain(error), code: false }
  }
}

/** The invitation in a link. It stands behind the #, so that it is never sent along with the address. */
export function invitationOf(hash: string): string | null {
  return new URLSearchParams(hash.replace(/^#/, '')).get('invitation') || null
}

export function explain(error: unknown): string {
  if (!(error instanceof ApiError)) return text.login.unreachable
  if (error.field === 'code' && error.status === 401) return text.login.code
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
