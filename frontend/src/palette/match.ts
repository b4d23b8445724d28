/** How well a text answers to what was typed; higher is better, null: not at all. */
export function score(text: string, typed: string): number | null {
  const words = fold(typed).split(/\s+/).filter(Boolean)
  if (words.length === 0) return 0
  const folded = fold(text)
  let sum = 0
  for (const word of words) {
    const one = scoreWord(folded, word)
    if (one === null) return null
    sum += one
  }
  // Of two that answer alike, the shorter one is more likely meant.
  return sum - folded.length / 1000
}

const START = 4
const WORD_START = 3
const INSIDE = 2
const INITIALS = 1

function scoreWord(text: string, word: string): number | null {
  const at = text.indexOf(word)
  if (at === 0) return START
  if (at > 0) {
    if (isStart(text, at) || text.split(/[^\p{L}\p{N}]+/u).some(part => part.startsWith(word)))
      return WORD_START
    return INSIDE
  }
  const initials = [...text].filter((_, index) => isStart(text, index)).join('')
  return initials.startsWith(word) ? INITIALS : null
}

const isStart = (text: string, at: number) =>
  /[\p{L}\p{N}]/u.test(text[at]!) && (at === 0 || !/[\p{L}\p{N}]/u.test(text[at - 1]!))

/** Without case and accents, so that "alinco" finds what is written otherwise. */
function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLocaleLowerCase('en')
}
