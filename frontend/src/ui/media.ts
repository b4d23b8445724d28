import { useSyncExternalStore } from 'react'

/** Narrower than this the page is a phone's: sheets instead of sidebars. */
const PHONE = '(max-width: 719px)'
// Asked in every frame, and kept up to date by the browser.
const reduced = matchMedia('(prefers-reduced-motion: reduce)')

export function usePhone(): boolean {
  return useMedia(PHONE)
}

/** Too narrow for three columns beside each other. */
export function useNarrow(): boolean {
  return useMedia('(max-width: 1179px)')
}

export function reducedMotion(): boolean {
  return reduced.matches
}

function useMedia(query: string): boolean {
  return useSyncExternalStore(
    listener => {
      const media = matchMedia(query)
      media.addEventListener('change', listener)
      return () => media.removeEventListener('change', listener)
    },
    () => matchMedia(query).matches,
  )
}
