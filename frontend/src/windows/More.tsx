import type { Pages } from '../live/usePages'
import { text } from '../text'

/** The button below a list that reads its next page. */
export function More({ of }: { of: Pick<Pages<never>, 'more' | 'busy' | 'failed' | 'readOn'> }) {
  if (!of.more) return null
  return (
    <p className="win-note">
      <button type="button" className="button" disabled={of.busy} onClick={of.readOn}>
        {text.forms.older}
      </button>
      {of.failed && (
        <span className="bad" role="alert">
          {' '}
          {text.forms.olderFailed}
        </span>
      )}
    </p>
  )
}
