import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react'

export interface Option {
  id: string
  /** What stands in the row; the words of a hostile name show as they are. */
  label: string
  hint?: string
  mark?: ReactNode
}

interface ComboProps {
  label: string
  placeholder: string
  value: string
  options: readonly Option[]
  /** Said where nothing matches; null says nothing. */
  nothing: string | null
  onInput: (value: string) => void
  onChoose: (option: Option) => void
  /** Enter without an option being chosen. */
  onEnter?: (value: string) => void
  onClose: () => void
}

/** A field with a list below it: arrows choose, Enter takes, Escape closes. */
export function Combo(props: ComboProps) {
  const { label, placeholder, value, options, nothing, onInput, onChoose, onEnter, onClose } = props
  const id = useId()
  const field = useRef<HTMLInputElement>(null)
  const list = useRef<HTMLDivElement>(null)
  const [at, setAt] = useState(0)
  const chosen = Math.min(at, options.length - 1)
  useEffect(() => field.current?.focus(), [])
  useEffect(() => {
    list.current?.children[chosen]?.scrollIntoView({ block: 'nearest' })
  }, [chosen])
  const onKey = (event: KeyboardEvent) => {
    const steps: Record<string, number> = {
      ArrowDown: chosen + 1,
      ArrowUp: chosen - 1,
      PageDown: chosen + 8,
      PageUp: chosen - 8,
    }
    const to = steps[event.key]
    const option = options[chosen]
    if (to !== undefined) setAt(Math.max(0, Math.min(options.length - 1, to)))
    else if (event.key === 'Escape') onClose()
    else if (event.key === 'Enter' && option) onChoose(option)
    else if (event.key === 'Enter') onEnter?.(value)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <div className="combo">
      <input
        ref={field}
        role="combobox"
        aria-label={label}
        aria-expanded={options.length > 0}
        aria-controls={`${id}-list`}
        aria-activedescendant={options[chosen] ? `${id}-${chosen}` : undefined}
        aria-autocomplete="list"
        autoComplete="off"
        spellCheck={false}
        enterKeyHint="go"
        maxLength={100}
        placeholder={placeholder}
        value={value}
        onChange={event => {
          setAt(0)
          onInput(event.target.value)
        }}
        onKeyDown={onKey}
      />
      <div ref={list} id={`${id}-list`} role="listbox" aria-label={label}>
        {options.map((option, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field takes the keys for its list
          <div
            key={option.id}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === chosen}
            className={index === chosen ? 'on' : undefined}
            onPointerDown={event => event.preventDefault()}
            onClick={() => onChoose(option)}
          >
            {option.mark}
            <bdi className="cut">{option.label}</bdi>
            {option.hint && <span className="combo-hint">{option.hint}</span>}
          </div>
        ))}
      </div>
      {options.length === 0 && nothing && <p className="combo-nothing">{nothing}</p>}
    </div>
  )
}
