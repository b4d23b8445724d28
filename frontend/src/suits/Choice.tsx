import { useId } from 'react'

interface ChoiceProps<T extends string> {
  label: string
  options: readonly { id: T; title: string; hint?: string }[]
  chosen: T
  onChoose: (option: T) => void
}

/** One of a few, side by side. */
export function Choice<T extends string>({ label, options, chosen, onChoose }: ChoiceProps<T>) {
  const name = useId()
  return (
    <div className="segments" role="radiogroup" aria-label={label}>
      {options.map(({ id, title, hint }) => (
        <label key={id} className={id === chosen ? 'on' : undefined} title={hint}>
          <input
            type="radio"
            className="unseen"
            name={name}
            checked={id === chosen}
            onChange={() => onChoose(id)}
          />
          {title}
        </label>
      ))}
    </div>
  )
}
