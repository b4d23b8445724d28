import { useSyncExternalStore } from 'react'
import { usePage, usePageContext } from '../shell/context'
import type { Frames, Tab } from './store'

export function useFrames(): Frames {
  const { windows } = usePageContext()
  return useSyncExternalStore(windows.subscribe, windows.get)
}

/** Whose a window is now: the character that it stays with, else whoever is chosen. */
export function useSubject(tab: Tab): string | null {
  const { followed, selected } = usePage()
  return tab.subject ?? followed ?? selected
}
