import { useSyncExternalStore } from 'react'

/** What somebody asked for; `system` goes with the system's setting. */
export type ThemeWish = 'system' | 'dark' | 'light'
export type Theme = 'dark' | 'light'

const KEY = 'theme'
const prefersLight = () => matchMedia('(prefers-color-scheme: light)')
const listeners = new Set<() => void>()

export function themeWish(): ThemeWish {
  try {
    const wish = localStorage.getItem(KEY)
    return wish === 'dark' || wish === 'light' ? wish : 'system'
  } catch {
    return 'system'
  }
}

export function theme(): Theme {
  const wish = themeWish()
  if (wish !== 'system') return wish
  return prefersLight().matches ? 'light' : 'dark'
}

export function setTheme(wish: ThemeWish): void {
  try {
    if (wish === 'system') localStorage.removeItem(KEY)
    else localStorage.setItem(KEY, wish)
  } catch {
    // Without storage the choice lasts as long as the page.
  }
  show(wish === 'system' ? theme() : wish)
}

/** Follows the system, and another window of this page, from now on. */
export function watchTheme(): () => void {
  const follow = () => show(theme())
  const query = prefersLight()
  query.addEventListener('change', follow)
  window.addEventListener('storage', follow)
  return () => {
    query.removeEventListener('change', follow)
    window.removeEventListener('storage', follow)
  }
}

export function useTheme(): Theme {
  return useSyncExternalStore(onTheme, shown)
}

export function onTheme(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function shown(): Theme {
  return document.documentElement.dataset.theme === 'light' ? 'light' : 'dark'
}

function show(next: Theme): void {
  if (next === shown()) return
  document.documentElement.dataset.theme = next
  for (const listener of listeners) listener()
}
