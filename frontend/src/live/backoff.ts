const FIRST_DELAY = 1000
const LONGEST_DELAY = 30_000

/**
 * Milliseconds to wait before the nth try in a row (from 0): twice as long each time, and anywhere in the
 * upper half of that, so that a hundred browsers do not all come back in the same second.
 */
export function backoff(attempt: number, random: () => number = Math.random): number {
  const longest = Math.min(LONGEST_DELAY, FIRST_DELAY * 2 ** Math.min(attempt, 10))
  return longest / 2 + (random() * longest) / 2
}
