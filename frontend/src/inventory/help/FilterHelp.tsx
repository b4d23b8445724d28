import { useState } from 'react'
import { useResource } from '../../live/useResource'
import { text } from '../../text'
import { Dialog } from '../../ui/Dialog'
import { Icon } from '../../ui/Icon'
import { SearchField } from '../../ui/SearchField'
import { Note } from '../../windows/Note'
import { type FilterHelp as Filter, readFilters, selectFilters } from './filters'
import './help.css'

interface HelpProps {
  onClose: () => void
  /** Puts an example into the query. */
  onTry: (example: string) => void
}

/** Every filter that the server knows, and how they are put together. */
export default function FilterHelp({ onClose, onTry }: HelpProps) {
  const t = text.inventory.help
  const filters = useResource('/search/filters', readFilters)
  const [wanted, setWanted] = useState('')
  const shown = selectFilters(filters.data ?? [], wanted)
  return (
    <Dialog label={t.title} className="filter-help" onClose={onClose}>
      <div className="filter-help-head">
        <h2>{t.title}</h2>
        <SearchField label={t.search} value={wanted} onChange={setWanted} />
        <button
          type="button"
          className="icon-button"
          aria-label={text.windows.close(t.title)}
          onClick={onClose}
        >
          <Icon name="close" />
        </button>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached with the keyboard */}
      <div className="filter-help-body" role="region" aria-label={t.title} tabIndex={0}>
        {wanted === '' && (
          <dl className="filter-help-rules">
            {t.rules.map(([query, means]) => (
              <div key={query}>
                <dt>
                  <Example query={query} onTry={onTry} />
                </dt>
                <dd>{means}</dd>
              </div>
            ))}
          </dl>
        )}
        {filters.data === null ? (
          <Note of={filters} empty={t.nothing} />
        ) : shown.length === 0 ? (
          <p className="win-note">{t.nothing}</p>
        ) : (
          <ul>
            {shown.map(filter => (
              <Row key={filter.name} filter={filter} onTry={onTry} />
            ))}
          </ul>
        )}
      </div>
    </Dialog>
  )
}

function Row({ filter, onTry }: { filter: Filter; onTry: (example: string) => void }) {
  const t = text.inventory.help
  return (
    <li>
      <p>
        <b>{filter.name}:</b>
        {filter.aliases.length > 0 && <span className="ink-3"> {t.also(filter.aliases)}</span>}
        <span className="ink-3"> {filter.takes}</span>
      </p>
      <p>{filter.help}</p>
      {filter.example && <Example query={filter.example} onTry={onTry} />}
      {filter.values.length > 0 && (
        <details>
          <summary>{t.values(filter.values.length)}</summary>
          <dl className="filter-help-values">
            {filter.values.map(({ name, help }) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd className="ink-3">{help}</dd>
              </div>
            ))}
          </dl>
        </details>
      )}
    </li>
  )
}

function Example({ query, onTry }: { query: string; onTry: (example: string) => void }) {
  return (
    <button
      type="button"
      className="filter-help-try"
      title={text.inventory.help.try}
      onClick={() => onTry(query)}
    >
      <code>{query}</code>
    </button>
  )
}
