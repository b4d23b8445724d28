import type { Resource } from '../live/useResource'
import { text } from '../text'

/** What stands in a window instead of what it would show: it is being read, cannot be read, or there is nothing. */
export function Note({
  of,
  empty,
}: {
  of: Pick<Resource<unknown>, 'data' | 'error' | 'reload'>
  empty: string
}) {
  if (of.data === null && of.error === null) return <p className="win-note">{text.windows.loading}</p>
  if (of.error && of.error.status !== 404) {
    return (
      <div className="win-note" role="alert">
        <p>{text.windows.unread(of.error)}</p>
        <button type="button" className="button" onClick={of.reload}>
          {text.windows.again}
        </button>
      </div>
    )
  }
  return <p className="win-note">{empty}</p>
}
