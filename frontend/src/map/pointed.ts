import type { Mark } from './marks/mark'
import type { Place } from './places'

/** What is under the pointer. */
export type Pointed =
  | { kind: 'player'; name: string }
  | { kind: 'crowd'; id: string; names: readonly string[] }
  | { kind: 'mark'; mark: Mark }
  | { kind: 'town'; place: Place }

/** What was found at a point of the screen, and where it is drawn. */
export interface Found {
  pointed: Pointed
  x: number
  y: number
}

/** Whether two are the same, so that nobody is told again of what they know. */
export function samePointed(a: Pointed | null, b: Pointed | null): boolean {
  return a === b || (a !== null && b !== null && keyOf(a) === keyOf(b))
}

function keyOf(pointed: Pointed): string {
  if (pointed.kind === 'player') return `player ${pointed.name}`
  if (pointed.kind === 'mark') return pointed.mark.id
  if (pointed.kind === 'town') return `town ${pointed.place.name} ${pointed.place.ns}`
  return `crowd ${pointed.id} ${pointed.names.join()}`
}
