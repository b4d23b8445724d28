import { useEffect, useRef } from 'react'
import { text } from '../../text'
import { type Completed, type Completion, typedPart } from './completion'

interface CompletionListProps {
  id: string
  completion: Completion
  /** The part of the query that a completion takes the place of. */
  typed: string
  chosen: number | null
  onTake: (item: Completed) => void
}

/** What may stand at the cursor. It lies beside the table, never on it. */
export function CompletionList({ id, completion, typed, chosen, onTake }: CompletionListProps) {
  const root = useRef<HTMLDivElement>(null)
  useEffect(() => {
    root.current
      ?.querySelector('[aria-selected=true]')
      ?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [])
  useEffect(() => {
    if (chosen !== null)
      root.current?.querySelectorAll('[role=option]')[chosen]?.scrollIntoView({ block: 'nearest' })
  }, [chosen])
  const { keys } = text.inventory.query
  return (
    <div className="q-list" ref={root}>
      <div id={id} role="listbox" aria-label={text.inventory.query.completions}>
        {completion.items.map((item, index) => {
          const [before, part, after] = typedPart(item.text, typed)
          const selected = index === (chosen ?? 0)
          return (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the field hears the keys
            <div
              key={item.text}
              id={`${id}-${index}`}
              role="option"
              aria-selected={selected}
              className={chosen === null && selected ? 'first' : undefined}
              title={item.hint || undefined}
              // The field keeps the focus.
              onPointerDown={event => event.preventDefault()}
              onClick={() => onTake(item)}
            >
              <span className="q-offer">
                <span className="cut" dir="auto">
                  {before}
                  <b>{part}</b>
                  {after}
                </span>
                {item.count !== null && (
                  <span className="q-count" title={text.inventory.query.finds(item.count)}>
                    {text.number(item.count)}
                  </span>
                )}
              </span>
              {item.hint && <span className="q-hint">{item.hint}</span>}
            </div>
          )
        })}
      </div>
      <p className="q-keys" aria-hidden="true">
        <kbd>Tab</kbd> {keys.take} <kbd>Enter</kbd> {keys.search} <kbd>Esc</kbd> {keys.close}
      </p>
    </div>
  )
}
