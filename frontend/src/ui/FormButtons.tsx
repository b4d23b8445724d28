import type { Sending } from '../live/useSend'
import { text } from '../text'

interface FormButtonsProps {
  submit: string
  sending: Sending
  onCancel?: (() => void) | undefined
}

/** What sends a form, and what leaves it. */
export function FormButtons({ submit, sending, onCancel }: FormButtonsProps) {
  return (
    <div className="form-buttons">
      <button type="submit" className="button primary" disabled={sending.busy}>
        {sending.busy ? text.forms.busy : submit}
      </button>
      {onCancel && (
        <button type="button" className="button" onClick={onCancel}>
          {text.forms.cancel}
        </button>
      )}
    </div>
  )
}
