import { useEffect, useState } from 'react'
import { API, getJson } from '../live/api'
import { isRecord, readNumber, readText } from '../live/player'
import { useSession } from '../shell/context'
import { text } from '../text'
import type { Entry } from './entries'

const MOST = 6
// Fewer letters find half of everything.
const LEAST_LETTERS = 3
const AFTER = 150
const NONE: Entry[] = []

/** Items of that name, asked of the server once the typing rests. */
export function useItems(typed: string): Entry[] {
  const { go } = useSession()
  const [found, setFound] = useState<{ typed: string; entries: Entry[] }>({ typed: '', entries: NONE })
  const wanted = typed.trim()
  useEffect(() => {
    if (wanted.length < LEAST_LETTERS) return
    let late = false
    const timer = setTimeout(() => {
      const query = new URLSearchParams({ text: wanted, limit: String(MOST) })
      getJson(`${API}/search/items?${query}`).then(
        body => !late && setFound({ typed: wanted, entries: readItems(body, wanted, go) }),
        // Items are offered besides; without them the rest still works.
        () => !late && setFound({ typed: wanted, entries: NONE }),
      )
    }, AFTER)
    return () => {
      late = true
      clearTimeout(timer)
    }
  }, [wanted, go])
  // What was found for fewer letters would only flicker.
  return found.typed === wanted ? found.entries : NONE
}

function readItems(body: unknown, wanted: string, go: (to: string) => void): Entry[] {
  const rows = isRecord(body) && Array.isArray(body.items) ? body.items.filter(isRecord) : []
  const total = isRecord(body) ? (readNumber(body.total_count) ?? 0) : 0
  const items = rows.map((row): Entry => {
    const name = readText(row.name) ?? '–'
    return {
      id: `item ${row.character_name} ${row.item_id}`,
      group: 'items',
      icon: 'bag',
      title: name,
      hint: readText(row.character_name) ?? '',
      run: () => go(`/inventory.html?q=${encodeURIComponent(quoted(name))}`),
    }
  })
  if (total <= items.length) return items
  const all = { title: text.palette.allItems(wanted), hint: text.number(total) }
  const run = () => go(`/inventory.html?q=${encodeURIComponent(quoted(wanted))}`)
  return [...items, { id: 'items', group: 'items', icon: 'search', ...all, run }]
}

/** As the search language wants a text that may hold its signs. */
function quoted(name: string): string {
  return `"${name.replace(/["\\]/g, '\\$&')}"`
}
