/** How somebody wants to hear of what happens. */
export interface Wishes {
  /** A short sound with a great rare. */
  sound: boolean
  /** The system's notifications, while the page is not in front. */
  desktop: boolean
}

const KEY = 'wishes'
const NONE: Wishes = { sound: false, desktop: false }
let known: Wishes | null = null
const listeners = new Set<() => void>()

export const wishes = {
  get(): Wishes {
    known ??= read()
    return known
  },

  set(part: Partial<Wishes>): void {
    known = { ...wishes.get(), ...part }
    try {
      localStorage.setItem(KEY, JSON.stringify(known))
    } catch {
      // Without storage it holds as long as the page.
    }
    for (const listener of listeners) listener()
  },

  subscribe(listener: () => void): () => void {
    listeners.add(listener)
    return () => listeners.delete(listener)
  },
}

function read(): Wishes {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}')
    const { sound, desktop } = (stored ?? {}) as Record<string, unknown>
    return { sound: sound === true, desktop: desktop === true }
  } catch {
    return NONE
  }
}
