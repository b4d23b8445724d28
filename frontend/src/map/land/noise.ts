/** Smooth value noise from a fixed table, the same on every machine and in every tile. */

const SIZE = 256
const MASK = SIZE - 1
const table = new Float32Array(SIZE * SIZE)
for (let i = 0; i < table.length; i++) table[i] = hash(i & MASK, i >> 8)

/** A number from 0 to 1 that depends on two integers only. */
export function hash(x: number, y: number): number {
  let n = Math.imul(x | 0, 374761393) + Math.imul(y | 0, 668265263)
  n = Math.imul(n ^ (n >>> 13), 1274126177)
  return ((n ^ (n >>> 16)) >>> 0) / 4294967296
}

export function noise(x: number, y: number): number {
  const i = Math.floor(x)
  const j = Math.floor(y)
  const a = x - i
  const b = y - j
  const u = a * a * (3 - 2 * a)
  const v = b * b * (3 - 2 * b)
  const row = (j & MASK) << 8
  const below = ((j + 1) & MASK) << 8
  const left = i & MASK
  const right = (i + 1) & MASK
  const top = table[row | left]! + (table[row | right]! - table[row | left]!) * u
  const bottom = table[below | left]! + (table[below | right]! - table[below | left]!) * u
  return top + (bottom - top) * v
}

/** Three octaves, from 0 to 1. */
export function layeredNoise(x: number, y: number): number {
  return noise(x, y) * 0.55 + noise(x * 2.1 + 7, y * 2.1) * 0.3 + noise(x * 4.3, y * 4.3 + 3) * 0.15
}
