/** A short message that leaves by itself. */
export interface Toast {
  id: number
  text: string
  tone: 'plain' | 'good' | 'bad' | 'rare'
  /** What can still be done about it, such as taking it back. */
  action?: { label: string; run: () => void }
}

// Long enough to read; a refusal stays longer, because somebody has to think about it.
const STAY = { plain: 6000, good: 6000, rare: 12_000, bad: 12_000 }

/** Milliseconds for which one with an action stays: it is to be read, thought about, reached, and on a slow machine. */
export const STAY_TO_ACT = 20_000
const MOST = 4

let shown: readonly Toast[] = []
let lastId = 0
const listeners = new Set<() => void>()
const timers = new Map<number, ReturnType<typeof setTimeout>>()

export const toasts = {
  get: (): readonly Toast[] => shown,

  subscribe(listener: () => void): () => void {
    listeners.add(listener)
    return () => listeners.delete(listener)
  },

  /** Shows a message; the oldest leaves where there are too many. */
  show(toast: Omit<Toast, 'id' | 'tone'> & Partial<Pick<Toast, 'tone'>>): number {
    const added: Toast = { tone: 'plain', ...toast, id: ++lastId }
    for (const old of shown.slice(0, Math.max(0, shown.length + 1 - MOST))) toasts.close(old.id)
    change([...shown, added])
    toasts.release(added.id)
    return added.id
  },

  close(id: number): void {
    clearTimeout(timers.get(id))
    timers.delete(id)
    change(shown.filter(toast => toast.id !== id))
  },

  /** Stays as long as somebody looks at it or is about to use it. */
  hold(id: number): void {
    clearTimeout(timers.get(id))
    timers.delete(id)
  },

  release(id: number): void {
    const toast = shown.find(each => each.id === id)
    if (!toast) return
    toasts.hold(id)
    timers.set(
      id,
      setTimeout(() => toasts.close(id), toast.action ? STAY_TO_ACT : STAY[toast.tone]),
    )
  },
}

function change(next: readonly Toast[]): void {
  shown = next
  for (const listener of listeners) listener()
}
