const listeners = new Set<() => void>()

/** Opens the palette from a button anywhere. */
export function askPalette(): void {
  for (const listener of listeners) listener()
}

export function onPaletteAsked(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
