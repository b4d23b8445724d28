import { useContext, useSyncExternalStore } from 'react'
import { PageContext, usePage } from '../shell/context'
import type { Frames, Tab } from './store'

const NONE: Frames = []
const unchanging = () => () => {}

/** The open windows; none where there is no map for them to lie on. */
export function useFrames(): Frames {
  const windows = useContext(PageContext)?.windows
  return useSyncExternalStore(windows?.subscribe ?? unchanging, windows?.get ?? (() => NONE))
}

/** Whose a window is now: the character that it stays with, else whoever is chosen. */
export function useSubject(tab: Tab): string | null {
  const { followed, selected } = usePage()
  return tab.subject ?? followed ?? selected
}
