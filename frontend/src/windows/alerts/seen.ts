/** Remembers in this browser up to which alert somebody has looked. */
const KEY = 'alerts-seen'

let known: number | null | undefined
const listeners = new Set<() => void>()

export const seen = {
  /** The id of the newest alert that was looked at; null: nobody ever looked from here. */
  get(): number | null {
    if (known === undefined) known = read()
    return known
  },

  /** Notes that everything up to this one was looked at; it never goes back. */
  upTo(id: number): void {
    if (id <= (seen.get() ?? -1)) return
    known = id
    try {
      localStorage.setItem(KEY, String(id))
    } catch {
      // Without storage it holds until the page is left.
    }
    tell()
  },

  subscribe(listener: () => void): () => void {
    if (listeners.size === 0) window.addEventListener('storage', onStorage)
    listeners.add(listener)
    return () => {
      listeners.delete(listener)
      if (listeners.size === 0) window.removeEventListener('storage', onStorage)
    }
  },
}

/** Somebody looked in another tab. */
function onStorage(event: StorageEvent): void {
  if (event.key !== KEY) return
  known = undefined
  tell()
}

function tell(): void {
  for (const listener of listeners) listener()
}

function read(): number | null {
  try {
    const stored = localStorage.getItem(KEY)
    const id = stored === null ? Number.NaN : Number(stored)
    return Number.isFinite(id) ? id : null
  } catch {
    return null
  }
}
