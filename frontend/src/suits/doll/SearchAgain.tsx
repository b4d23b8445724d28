import { text } from '../../text'
import { Icon } from '../../ui/Icon'
import { useBuilder } from '../context'

/** Where the wish has changed since: the search for it, at hand. */
export function SearchAgain({ onDone }: { onDone: () => void }) {
  const { dirty, search } = useBuilder()
  if (!dirty) return null
  return (
    <button
      type="button"
      className="button primary wide"
      onClick={() => {
        search()
        onDone()
      }}
    >
      <Icon name="search" size={14} />
      {text.suits.search.again}
    </button>
  )
}
