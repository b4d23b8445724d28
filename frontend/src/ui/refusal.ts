import type { ApiError } from '../live/api'
import { text } from '../text'

/** What a server said against one member of a form, as a sentence; null: nothing. */
export function fieldRefusal(error: ApiError | null, field: string): string | null {
  return error?.field === field ? sentence(error.message, field) : null
}

/** What was said against a form that none of its fields shows. */
export function formRefusal(error: ApiError | null, fields: readonly string[]): string | null {
  if (!error || (error.field !== null && fields.includes(error.field))) return null
  if (error.status === 0) return text.forms.unreachable
  if (error.status === 429 && error.retryAfter !== null) return text.forms.throttled(error.retryAfter)
  return sentence(error.message, error.field)
}

/** The server names the member and its value first, which a form shows already: what is wanted stays. */
function sentence(message: string, field: string | null): string {
  let rest = message
  if (field !== null && message.startsWith(`${field} `)) {
    const wanted = message.indexOf('; ')
    rest = wanted >= 0 ? message.slice(wanted + 2) : message.slice(field.length + 1)
  }
  rest = rest.charAt(0).toLocaleUpperCase() + rest.slice(1)
  return /[.!?]$/.test(rest) ? rest : `${rest}.`
}
