import { useId } from 'react'
import { Entry, type EntryOf } from './Entry'
import { focusOnce } from './focus'

interface TextEntryProps extends EntryOf {
  value: string
  onChange: (value: string) => void
  /** Whether it takes the focus as it appears. */
  first?: boolean
  /** What is offered while somebody types. */
  known?: readonly string[]
  placeholder?: string
}

/** A line of text in a form, which the browser does not fill by itself. */
export function TextEntry({ value, onChange, first = false, known, placeholder, ...entry }: TextEntryProps) {
  const list = useId()
  return (
    <Entry {...entry}>
      {props => (
        <>
          <input
            {...props}
            ref={first ? focusOnce : undefined}
            dir="auto"
            list={known && list}
            autoComplete="off"
            placeholder={placeholder}
            value={value}
            onChange={event => onChange(event.target.value)}
          />
          {known && (
            <datalist id={list}>
              {known.map(each => (
                <option key={each} value={each} />
              ))}
            </datalist>
          )}
        </>
      )}
    </Entry>
  )
}
