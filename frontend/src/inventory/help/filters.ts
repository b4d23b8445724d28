import { isRecord, readText } from '../../live/player'

/** A filter of the search language, as the server explains it. */
export interface FilterHelp {
  name: string
  aliases: string[]
  /** What may stand behind the colon. */
  takes: string
  help: string
  /** A query. */
  example: string
  /** Of a filter with a fixed list. */
  values: { name: string; help: string }[]
}

export function readFilters(body: unknown): FilterHelp[] {
  const rows = isRecord(body) && Array.isArray(body.filters) ? body.filters : []
  return rows.filter(isRecord).flatMap((row): FilterHelp[] => {
    const name = readText(row.name)
    if (!name) return []
    const values = (Array.isArray(row.values) ? row.values : []).filter(isRecord)
    return [
      {
        name,
        aliases: (Array.isArray(row.aliases) ? row.aliases : []).flatMap(each => readText(each) ?? []),
        takes: readText(row.takes) ?? '',
        help: readText(row.help) ?? '',
        example: readText(row.example) ?? '',
        values: values.flatMap(value => {
          const called = readText(value.name)
          return called ? [{ name: called, help: readText(value.help) ?? '' }] : []
        }),
      },
    ]
  })
}

/** Those in which each word of what is wanted stands somewhere. */
export function selectFilters(filters: readonly FilterHelp[], wanted: string): FilterHelp[] {
  const words = wanted.toLowerCase().split(/\s+/).filter(Boolean)
  return filters.filter(({ name, aliases, help, example, values }) => {
    const all = [name, ...aliases, help, example, ...values.flatMap(each => [each.name, each.help])]
    const text = all.join(' ').toLowerCase()
    return words.every(word => text.includes(word))
  })
}
