import { text } from '../text'
import { CopyField } from './CopyField'
import { focusOnce } from './focus'
import './form.css'

interface OnceProps {
  /** What it is, as a sentence above it. */
  title: string
  /** Its name for the button that copies it. */
  label: string
  value: string
  onDone: () => void
}

/** Something that the server tells this one time, with a button that copies it. */
export function Once({ title, label, value, onDone }: OnceProps) {
  return (
    <div className="scroll form once" role="alert">
      <p className="form-title">{title}</p>
      <CopyField label={label} value={value}>
        {value}
      </CopyField>
      <p className="ink-3">{text.forms.once}</p>
      <div className="form-buttons">
        <button type="button" className="button primary" ref={focusOnce} onClick={onDone}>
          {text.forms.done}
        </button>
      </div>
    </div>
  )
}
