import { useEffect, useRef } from 'react'
import { API, getJson } from '../live/api'
import { readText } from '../live/player'
import { useMessages } from '../live/useMessages'
import { useFollow } from '../palette/reach'
import { text } from '../text'
import { toasts } from '../ui/toasts'
import { type Rare, readRares } from '../windows/rares/rare'
import { chime } from './chime'
import { notify } from './notifications'
import { wishes } from './wishes'

// The server knows what a rare is worth a moment after it told of it; under load, a little later.
const ASK_AFTER = [1000, 5000, 20_000]

/** A great rare is told wherever one is: quietly, with sound and on the desktop only where wanted. */
export function RareFound() {
  const follow = useFollow()
  const timers = useRef(new Set<ReturnType<typeof setTimeout>>())
  useEffect(() => {
    const pending = timers.current
    return () => {
      for (const timer of pending) clearTimeout(timer)
    }
  }, [])
  const tell = (rare: Rare) => {
    const said = text.everywhere.found(rare.character, rare.name)
    const look = { label: text.everywhere.look, run: () => follow(rare.character) }
    toasts.show({ text: said, tone: 'rare', action: look })
    const wish = wishes.get()
    if (wish.sound) chime()
    if (wish.desktop) notify(said)
  }
  const ask = (finder: string, name: string, attempt = 0) => {
    const wait = ASK_AFTER[attempt]
    if (wait === undefined) return
    const timer = setTimeout(async () => {
      timers.current.delete(timer)
      const rare = await stored(finder, name)
      if (rare === null) ask(finder, name, attempt + 1)
      else if (rare.great) tell(rare)
    }, wait)
    timers.current.add(timer)
  }
  useMessages(['rare'], message => {
    const finder = readText(message.character_name)
    const name = readText(message.name)
    if (finder && name) ask(finder, name)
  })
  return null
}

/** The rare as the server keeps it; null: not yet, or it cannot be asked. */
async function stored(finder: string, name: string): Promise<Rare | null> {
  try {
    const path = `${API}/rares?character=${encodeURIComponent(finder)}&limit=10`
    return readRares(await getJson(path)).rares.find(rare => rare.name === name) ?? null
  } catch {
    return null
  }
}
