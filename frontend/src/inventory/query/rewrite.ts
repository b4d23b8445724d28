import { type Token, tokensOf } from './tokens'

/** One spelling for what means the same: case, quotes, and the underscore that stands for a blank. */
function plain(clause: string): string {
  return clause
    .toLowerCase()
    .replace(/["“”„]/g, '')
    .replace(/_/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
}

interface Part {
  start: number
  end: number
  text: string
}

/** The parts of a query that all must hold: filters and words outside of parentheses, or and and. */
function conjuncts(text: string): Part[] {
  const tokens = tokensOf(text).filter(({ kind }) => kind !== 'blank')
  const parts: Part[] = []
  tokens.forEach((token, i) => {
    if (token.depth > 0 || (token.kind !== 'filter' && token.kind !== 'word')) return
    let first = i
    while (first > 0 && tokens[first - 1]!.kind === 'not') first--
    if (isKeyword(tokens[first - 1], text) || isKeyword(tokens[i + 1], text)) return
    const start = tokens[first]!.start
    parts.push({ start, end: token.end, text: text.slice(start, token.end) })
  })
  return parts
}

function isKeyword(token: Token | undefined, text: string): boolean {
  return token?.kind === 'keyword' && text.slice(token.start, token.end) !== ''
}

function find(text: string, clause: string): Part | undefined {
  const wanted = plain(clause)
  return conjuncts(text).find(part => plain(part.text) === wanted)
}

/** Whether a query asks for this clause among everything else that it asks for. */
export function asksFor(text: string, clause: string): boolean {
  return find(text, clause) !== undefined
}

/** The query and the clause: what stands beside others with a blank binds loosest, so it is always right. */
export function withClause(text: string, clause: string): string {
  if (asksFor(text, clause)) return text
  const comment = tokensOf(text).find(({ kind }) => kind === 'comment')
  const body = (comment ? text.slice(0, comment.start) : text).trimEnd()
  const title = comment ? ` ${text.slice(comment.start).trimEnd()}` : ''
  return `${body}${body ? ' ' : ''}${clause}${title}`
}

export function withoutClause(text: string, clause: string): string {
  const part = find(text, clause)
  if (!part) return text
  const [before, after] = [text.slice(0, part.start).trimEnd(), text.slice(part.end).trimStart()]
  return before && after ? `${before} ${after}` : before + after
}

/** And-s a clause in, or takes it out again. The opposite of it goes. */
export function toggled(text: string, clause: string): string {
  if (asksFor(text, clause)) return withoutClause(text, clause)
  const opposite = clause.startsWith('-') ? clause.slice(1) : `-${clause}`
  return withClause(withoutClause(text, opposite), clause)
}
