import { useEffect, useRef, useState } from 'react'
import { Palette } from '../palette/Palette'
import { useOpenWindow, useSession } from '../shell/context'
import { onPaletteAsked } from './ask'
import { KeyList } from './KeyList'
import { type Goal, Sequence } from './keys'
import { RareFound } from './RareFound'

/** What works on every page: the palette, the list of keys, the keys that go elsewhere, and a rare's moment. */
export function Everywhere() {
  const [shown, setShown] = useState<'palette' | 'keys' | null>(null)
  const reach = useRef<(goal: Goal) => void>(() => {})
  const { go } = useSession()
  const openWindow = useOpenWindow()
  reach.current = goal => {
    if (goal === 'map') go('/')
    else if (goal === 'inventory') go('/inventory.html')
    else if (goal === 'suits') go('/suitbuilder.html')
    else openWindow({ kind: goal, subject: null })
  }
  useEffect(() => {
    const sequence = new Sequence()
    const onKey = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === 'k') {
        event.preventDefault()
        return setShown(now => (now === 'palette' ? null : 'palette'))
      }
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return
      if ((event.target as Element).closest('input, textarea, select, [role=menu], [role=dialog], dialog'))
        return
      if (event.key === '?') {
        event.preventDefault()
        return setShown('keys')
      }
      // When it was pressed: a busy page may hear of it much later.
      const goal = sequence.press(event.key, event.timeStamp)
      if (goal) event.preventDefault()
      if (goal && goal !== 'begun') reach.current(goal)
    }
    // Before the keys of the page itself: the second key of two must not also mean something there.
    document.addEventListener('keydown', onKey, true)
    const off = onPaletteAsked(() => setShown('palette'))
    return () => {
      document.removeEventListener('keydown', onKey, true)
      off()
    }
  }, [])
  return (
    <>
      {shown === 'palette' && <Palette onClose={() => setShown(null)} onKeys={() => setShown('keys')} />}
      {shown === 'keys' && <KeyList onClose={() => setShown(null)} />}
      <RareFound />
    </>
  )
}
