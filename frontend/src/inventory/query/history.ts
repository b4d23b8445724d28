const KEY = 'item-queries'
const MOST = 30

/** The queries that were asked last, the latest first. */
export function recentQueries(): string[] {
  try {
    const known: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]')
    return (Array.isArray(known) ? known : []).filter(query => typeof query === 'string')
  } catch {
    return []
  }
}

export function rememberQuery(query: string): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(remembered(recentQueries(), query)))
  } catch {
    // Without storage nothing is remembered.
  }
}

/** A query on top of the others. What it was begun with is no query of its own. */
export function remembered(list: readonly string[], query: string): string[] {
  const wanted = query.trim()
  if (!wanted) return [...list]
  const [last, ...older] = list
  const rest = last !== undefined && wanted.startsWith(last) ? older : list
  return [wanted, ...rest.filter(each => each !== wanted)].slice(0, MOST)
}
