import { type FormEvent, useState } from 'react'
import { API, ApiError, sendJson } from '../../live/api'
import { useResource } from '../../live/useResource'
import { useLive } from '../../shell/context'
import { text } from '../../text'
import { Icon } from '../../ui/Icon'
import { toasts } from '../../ui/toasts'
import { useInventory, useResults } from '../context'
import { Popover } from '../Popover'
import { recentQueries } from '../query/history'
import { QueryText } from '../query/QueryText'
import { readSearches, type SavedSearch } from './saved'
import './searches.css'

const t = text.inventory.searches
const NAME_LONGEST = 100
// As many as are found again at a glance.
const RECENT = 8

/** Saved searches, and those that were asked last. */
export function Searches() {
  return (
    <Popover icon="clock" label={t.title} bare>
      {close => <List onDone={close} />}
    </Popover>
  )
}

function List({ onDone }: { onDone: () => void }) {
  const { store } = useInventory()
  const { canonical, fault, of } = useResults()
  const { permissions } = useLive()
  const mayEdit = permissions.includes('edit') || permissions.includes('admin')
  const saved = useResource('/searches', readSearches)
  const recent = recentQueries().slice(0, RECENT)
  const open = (query: string) => {
    store.visit({ q: query, view: 'items' })
    onDone()
  }
  const change = (work: Promise<unknown>) => work.then(saved.reload, refused)
  const remove = (search: SavedSearch) =>
    change(
      sendJson('DELETE', `${API}/searches/${search.id}`).then(() =>
        toasts.show({
          text: t.removed(search.name),
          action: {
            label: text.toasts.undo,
            run: () => change(keep(search.name, search.query, search.announce)),
          },
        }),
      ),
    )
  return (
    <div className="searches">
      {mayEdit && of && !fault && canonical && (
        <Save query={canonical} onSave={(name, announce) => change(keep(name, canonical, announce, true))} />
      )}
      <h3 className="label">{t.saved}</h3>
      {saved.error && <p className="bad">{t.unread}</p>}
      {saved.data?.length === 0 && <p className="ink-3">{t.none}</p>}
      <ul>
        {saved.data?.map(search => (
          <li key={search.id} className="search-line">
            <button type="button" className="search-open" onClick={() => open(search.query)}>
              <bdi className="cut">{search.name}</bdi>
              <span className="cut search-query">
                <QueryText text={search.query} fault={null} />
              </span>
            </button>
            {mayEdit && (
              <>
                <button
                  type="button"
                  className={search.announce ? 'icon-button small on' : 'icon-button small'}
                  aria-pressed={search.announce}
                  aria-label={`${search.name}: ${t.announce}`}
                  title={search.announce ? t.announced : t.silent}
                  onClick={() => change(keep(search.name, search.query, !search.announce))}
                >
                  <Icon name="bell" size={14} />
                </button>
                <button
                  type="button"
                  className="icon-button small"
                  aria-label={t.remove(search.name)}
                  onClick={() => remove(search)}
                >
                  <Icon name="close" size={12} />
                </button>
              </>
            )}
          </li>
        ))}
      </ul>
      {recent.length > 0 && <h3 className="label">{t.recent}</h3>}
      <ul>
        {recent.map(query => (
          <li key={query} className="search-line">
            <button type="button" className="search-open" onClick={() => open(query)}>
              <span className="cut search-query">
                <QueryText text={query} fault={null} />
              </span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}

function Save({ query, onSave }: { query: string; onSave: (name: string, announce: boolean) => void }) {
  // A title within the query names the search.
  const [name, setName] = useState(() => /\/\*\s*(.*?)\s*\*\//.exec(query)?.[1] ?? '')
  const [announce, setAnnounce] = useState(false)
  const save = (event: FormEvent) => {
    event.preventDefault()
    if (!name.trim()) return
    onSave(name.trim(), announce)
    setName('')
  }
  return (
    <form className="search-save" onSubmit={save}>
      <input
        data-first
        aria-label={t.name}
        placeholder={t.namePlaceholder}
        maxLength={NAME_LONGEST}
        value={name}
        onChange={event => setName(event.target.value)}
      />
      <button type="submit" className="button" disabled={!name.trim()}>
        {t.save}
      </button>
      <label>
        <input type="checkbox" checked={announce} onChange={() => setAnnounce(!announce)} /> {t.announce}
      </label>
    </form>
  )
}

/** Saves a search in the place of one of the same name. */
async function keep(name: string, query: string, announce: boolean, tell = false): Promise<void> {
  await sendJson('POST', `${API}/searches`, { name, query, announce })
  if (tell) toasts.show({ tone: 'good', text: t.kept(name) })
}

function refused(error: unknown): void {
  const reason = error instanceof ApiError ? error : new ApiError(0, 'unreachable', String(error))
  toasts.show({ tone: 'bad', text: t.notKept(text.windows.unread(reason)) })
}
