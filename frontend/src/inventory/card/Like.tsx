import { useId, useState } from 'react'
import { text } from '../../text'
import { Icon } from '../../ui/Icon'

// What every other item differs in: searched for only where somebody wants it.
const NARROW = /^(name|material|value|burden):/

/** A query made from an item: its parts to choose from, then the search. */
export function Like({ like, onSearch }: { like: readonly string[]; onSearch: (q: string) => void }) {
  const [open, setOpen] = useState(false)
  const [left, setLeft] = useState<readonly string[]>(() => like.filter(part => NARROW.test(part)))
  const id = useId()
  if (like.length === 0) return null
  const chosen = like.filter(part => !left.includes(part))
  const toggle = (part: string) =>
    setLeft(left.includes(part) ? left.filter(each => each !== part) : [...left, part])
  return (
    <>
      <button
        type="button"
        className="button grow"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        onClick={() => setOpen(!open)}
      >
        <Icon name="search" size={14} />
        {text.inventory.card.like}
      </button>
      {open && (
        <div className="card-like" id={id}>
          {like.map(part => (
            <label key={part}>
              <input type="checkbox" checked={chosen.includes(part)} onChange={() => toggle(part)} />
              <code className="cut">{part}</code>
            </label>
          ))}
          <button
            type="button"
            className="button primary"
            disabled={chosen.length === 0}
            onClick={() => onSearch(chosen.join(' '))}
          >
            {text.inventory.card.likeSearch}
          </button>
        </div>
      )}
    </>
  )
}
