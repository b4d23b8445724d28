import { text } from '../text'
import { Icon } from '../ui/Icon'
import { useBuilder } from './context'
import { Aims } from './wish/Aims'

/** The one main action, and the order of the aims beside it. */
export function SearchBar({ onSearch }: { onSearch?: () => void }) {
  const { hunt, dirty, search, kept, fault } = useBuilder()
  const t = text.suits.search
  const running = hunt?.running === true
  const first = hunt === null && kept === null
  const primary = !running && (first || dirty || kept !== null)
  return (
    <div className="sb-search-bar">
      {fault && (
        <p className="bad sb-search-fault" role="alert">
          {fault.message}
        </p>
      )}
      <button
        type="button"
        className={primary ? 'button primary wide' : 'button wide'}
        onClick={() => (onSearch ? onSearch() : search())}
      >
        <Icon name={running && !dirty ? 'clock' : 'search'} size={14} />
        {running && !dirty ? t.searching : first ? t.first : t.again}
      </button>
      <Aims />
    </div>
  )
}
