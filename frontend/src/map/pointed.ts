import type { Mark } from './marks/mark'

/** What is under the pointer. */
export type Pointed =
  | { kind: 'player'; name: string }
  | { kind: 'crowd'; id: string; names: readonly string[] }
  | { kind: 'mark'; mark: Mark }

/** Whether two are the same, so that nobody is told again of what they know. */
export function samePointed(a: Pointed | null, b: Pointed | null): boolean {
  return a === b || (a !== null && b !== null && keyOf(a) === keyOf(b))
}

function keyOf(pointed: Pointed): string {
  if (pointed.kind === 'player') return `player ${pointed.name}`
  if (pointed.kind === 'mark') return pointed.mark.id
  return `crowd ${pointed.id} ${pointed.names.join()}`
}
