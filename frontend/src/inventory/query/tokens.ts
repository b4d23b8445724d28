/** What a part of a query is, as far as colours and rewriting need to know. The server knows the grammar. */
export type TokenKind = 'blank' | 'word' | 'filter' | 'keyword' | 'paren' | 'not' | 'comment'

export interface Token {
  kind: TokenKind
  start: number
  end: number
  /** Of a filter: the end of its name with the colon, and of the operator behind it. */
  nameEnd: number
  valueStart: number
  /** How many parentheses it lies in. */
  depth: number
}

const KEYWORDS = ['and', 'or', 'not']
const CLOSING: Record<string, RegExp> = { '"': /["“”„]/, "'": /['‘’‚]/ }

function quoteOf(sign: string | undefined): RegExp | null {
  if (sign === undefined) return null
  if ('"“”„'.includes(sign)) return CLOSING['"']!
  return "'‘’‚".includes(sign) ? CLOSING["'"]! : null
}

const BLANK = /\s/

/** Cuts a query into its parts, blanks included: together they are the whole text. */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = []
  let depth = 0
  for (let at = 0; at < text.length; ) {
    const token = tokenAt(text, at, depth)
    if (token.kind === 'paren') {
      if (text[at] === '(') depth++
      else depth = token.depth = Math.max(0, depth - 1)
    }
    tokens.push(token)
    at = token.end
  }
  return tokens
}

function tokenAt(text: string, start: number, depth: number): Token {
  const token = (kind: TokenKind, end: number, nameEnd = start, valueStart = start): Token => {
    return { kind, start, end, nameEnd, valueStart, depth }
  }
  const sign = text[start]!
  if (BLANK.test(sign)) {
    let end = start + 1
    while (end < text.length && BLANK.test(text[end]!)) end++
    return token('blank', end)
  }
  if (text.startsWith('/*', start)) {
    const end = text.indexOf('*/', start + 2)
    return token('comment', end < 0 ? text.length : end + 2)
  }
  if (sign === '(' || sign === ')') return token('paren', start + 1)
  if (sign === '-' && start + 1 < text.length && !BLANK.test(text[start + 1]!)) return token('not', start + 1)
  const name = /^[a-z_]+:/i.exec(text.slice(start, start + 40))
  if (name) {
    const nameEnd = start + name[0].length
    const op = /^(<=|>=|<|>|=)/.exec(text.slice(nameEnd, nameEnd + 2))
    const valueStart = nameEnd + (op ? op[0].length : 0)
    return token('filter', termsEnd(text, valueStart), nameEnd, valueStart)
  }
  const end = termEnd(text, start, false)
  const kind = KEYWORDS.includes(text.slice(start, end).toLowerCase()) ? 'keyword' : 'word'
  return token(kind, end)
}

/** The end of alternatives that are joined with +. */
function termsEnd(text: string, start: number): number {
  let end = termEnd(text, start, true)
  while (text[end] === '+') end = termEnd(text, end + 1, true)
  return end
}

function termEnd(text: string, start: number, plus: boolean): number {
  const closing = quoteOf(text[start])
  let end = start
  if (closing) {
    for (end = start + 1; end < text.length && !closing.test(text[end]!); end++) if (text[end] === '\\') end++
    return Math.min(text.length, end + 1)
  }
  while (end < text.length && !BLANK.test(text[end]!) && !'()'.includes(text[end]!)) {
    if (plus && text[end] === '+') break
    end++
  }
  // Whatever it is, it is something: the caller goes on behind it.
  return plus ? end : Math.max(end, start + 1)
}
