import { useRef } from 'react'
import { useMessages } from '../../live/useMessages'
import { useSession } from '../../shell/context'
import { text } from '../../text'
import { toasts } from '../../ui/toasts'
import { readMatch } from './saved'

// One upload may bring twenty matches: what a person reads is one message for each search.
const TOGETHER = 2000
// The letters of a name that still are one message.
const LONGEST = 60

/** Tells of new items that a saved search finds, on whatever page somebody is. */
export function SearchMatches() {
  const { go } = useSession()
  const told = useRef(new Map<string, number>())
  useMessages(['search_match'], message => {
    const match = readMatch(message)
    if (!match) return
    const key = `${match.query}\n${match.owner}`
    const last = told.current.get(key) ?? 0
    const now = Date.now()
    if (match.matches > 1 && now - last < TOGETHER) return
    told.current.set(key, now)
    const address = new URLSearchParams({ q: match.query, item: `${match.owner}/${match.itemId}` })
    toasts.show({
      tone: 'good',
      text: text.inventory.searches.match(
        match.search,
        match.item.slice(0, LONGEST),
        match.owner,
        match.matches - 1,
      ),
      action: { label: text.inventory.searches.show, run: () => go(`/inventory.html?${address}`) },
    })
  })
  return null
}
