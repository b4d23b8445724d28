import { API, ApiError, getJson } from '../live/api'
import { isRecord, readNumber, readText } from '../live/player'
import { type Item, readItems } from './item'
import { type QueryFault, readFault } from './query/fault'

/** What is asked for. */
export interface Question {
  q: string
  /** A column of the item tables; null: as the server likes. */
  sort: string | null
  descending: boolean
}

export interface FacetValue {
  name: string
  count: number
  /** The part of a query that finds just these. */
  query: string
}

export interface Facet {
  name: string
  values: FacetValue[]
}

export interface ResultState {
  /** To what this is the answer; null: there was none yet. */
  of: Question | null
  total: number
  /** The query as the server writes it. */
  canonical: string
  facets: Facet[]
  /** Queries that were probably meant, where this one finds nothing. */
  meant: string[]
  /** What is wrong with the query that was asked last; the answer is still the one before. */
  fault: QueryFault | null
  failure: ApiError | null
  asking: boolean
  /** Rises with every page of rows that comes. */
  rows: number
}

/** Rows in one answer: large enough to scroll through, small enough to come at once. */
export const PAGE = 100
// Pages that are kept: scrolling back is free, and memory is bounded.
const KEPT = 60
const AT_ONCE = 2
// Items change one by one while characters hunt: they are told together.
const SETTLE = 1500

const NOTHING: ResultState = {
  of: null,
  total: 0,
  canonical: '',
  facets: [],
  meant: [],
  fault: null,
  failure: null,
  asking: false,
  rows: 0,
}

/** The first and the last page, from 0 on, on which rows of a stretch are. */
export function pagesOf(first: number, last: number, total: number): number[] {
  const end = Math.min(last, total)
  if (first >= end) return []
  const [from, to] = [Math.floor(Math.max(0, first) / PAGE), Math.floor((end - 1) / PAGE)]
  return Array.from({ length: to - from + 1 }, (_, i) => from + i)
}

interface Page {
  items: Item[]
  /** Items may have changed since: it is shown until it has been read anew. */
  stale: boolean
}

/** The answer to the query, of which only those pages are read that somebody looks at. */
export class Results {
  private state = NOTHING
  private pages = new Map<number, Page>()
  private readonly reading = new Map<number, AbortController>()
  private asked: AbortController | null = null
  private question: Question | null = null
  private seen = { first: 0, last: 0 }
  private timer: ReturnType<typeof setTimeout> | null = null
  private readonly listeners = new Set<() => void>()

  constructor(
    private readonly fetchJson: (path: string, signal: AbortSignal) => Promise<unknown> = getJson,
  ) {}

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  readonly get = (): ResultState => this.state

  /** A row of the answer; undefined: it is on its way. */
  row(index: number): Item | undefined {
    return this.pages.get(Math.floor(index / PAGE))?.items[index % PAGE]
  }

  /** Asks something else. What is shown stays until the answer is there. */
  async ask(question: Question): Promise<void> {
    this.asked?.abort()
    const control = new AbortController()
    this.asked = control
    this.question = question
    this.change({ asking: true })
    try {
      const body = await this.fetchJson(pathOf(question, 0, true), control.signal)
      if (this.asked !== control) return
      this.answer(question, body)
    } catch (cause) {
      if (this.asked !== control) return
      const failure = cause instanceof ApiError ? cause : new ApiError(0, 'unreachable', String(cause))
      const fault = readFault(failure)
      this.change({ asking: false, fault, failure: fault ? null : failure })
    }
  }

  /** Asks the same again: something has changed, or the server is back. */
  again(): void {
    if (this.question) this.ask(this.question)
  }

  /** Items have changed: asks again once that has settled. */
  changed(): void {
    this.timer ??= setTimeout(() => {
      this.timer = null
      // A wrong query stays wrong, whatever there is.
      if (!this.state.fault) this.again()
    }, SETTLE)
  }

  /** Tells which rows are looked at, so that they are read. */
  want(first: number, last: number): void {
    this.seen = { first, last }
    this.readOn()
  }

  stop(): void {
    if (this.timer) clearTimeout(this.timer)
    this.asked?.abort()
    this.cancel()
  }

  private answer(question: Question, body: unknown): void {
    const { total, items, canonical, facets, meant } = readAnswer(body)
    const same = this.state.of !== null && sameQuestion(this.state.of, question)
    this.cancel()
    // The same again: what is on the page stays there until it has come anew.
    this.pages = same
      ? new Map([...this.pages].map(([at, page]) => [at, { ...page, stale: true }]))
      : new Map()
    this.pages.set(0, { items, stale: false })
    if (!same) this.seen = { first: 0, last: 0 }
    this.change({
      of: question,
      total,
      canonical,
      facets,
      meant,
      fault: null,
      failure: null,
      asking: false,
      rows: this.state.rows + 1,
    })
    this.readOn()
  }

  private readOn(): void {
    const wanted = pagesOf(this.seen.first, this.seen.last, this.state.total)
    for (const [page, control] of this.reading) {
      if (!wanted.includes(page)) {
        control.abort()
        this.reading.delete(page)
      }
    }
    for (const page of wanted) {
      if (this.reading.size >= AT_ONCE) return
      const known = this.pages.get(page)
      if ((!known || known.stale) && !this.reading.has(page)) this.read(page)
    }
  }

  private async read(page: number): Promise<void> {
    const question = this.state.of
    if (!question) return
    const control = new AbortController()
    this.reading.set(page, control)
    try {
      const { total, items } = readAnswer(await this.fetchJson(pathOf(question, page, false), control.signal))
      if (this.reading.get(page) !== control) return
      this.reading.delete(page)
      // Something came or went since the first page was read: then every place may have moved.
      if (total !== this.state.total) {
        this.again()
        return
      }
      this.keep(page, items)
      this.change({ failure: null, rows: this.state.rows + 1 })
      this.readOn()
    } catch (cause) {
      if (this.reading.get(page) !== control) return
      this.reading.delete(page)
      this.change({
        failure: cause instanceof ApiError ? cause : new ApiError(0, 'unreachable', String(cause)),
      })
    }
  }

  private keep(page: number, items: Item[]): void {
    this.pages.delete(page)
    this.pages.set(page, { items, stale: false })
    for (const old of this.pages.keys()) {
      if (this.pages.size <= KEPT) break
      this.pages.delete(old)
    }
  }

  private cancel(): void {
    for (const control of this.reading.values()) control.abort()
    this.reading.clear()
  }

  private change(part: Partial<ResultState>): void {
    this.state = { ...this.state, ...part }
    for (const listener of this.listeners) listener()
  }
}

export function sameQuestion(a: Question, b: Question): boolean {
  return a.q === b.q && a.sort === b.sort && a.descending === b.descending
}

/** The parameters of a question, as searches and exports take them. */
export function parametersOf({ q, sort, descending }: Question): URLSearchParams {
  const parameters = new URLSearchParams()
  if (q) parameters.set('q', q)
  if (sort) parameters.set('sort', sort)
  if (sort && descending) parameters.set('dir', 'desc')
  return parameters
}

function pathOf(question: Question, page: number, facets: boolean): string {
  const parameters = parametersOf(question)
  parameters.set('limit', String(PAGE))
  parameters.set('page', String(page + 1))
  if (facets) parameters.set('facets', '1')
  return `${API}/search/items?${parameters}`
}

function readAnswer(body: unknown) {
  const answer = isRecord(body) ? body : {}
  const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])
  return {
    total: readNumber(answer.total_count) ?? 0,
    items: readItems(answer.items),
    canonical: readText(answer.query) ?? '',
    facets: list(answer.facets).flatMap(readFacet),
    meant: list(answer.did_you_mean).flatMap(each => (isRecord(each) ? (readText(each.query) ?? []) : [])),
  }
}

function readFacet(facet: unknown): Facet[] {
  const name = isRecord(facet) ? readText(facet.name) : null
  if (!isRecord(facet) || !name) return []
  const values = (Array.isArray(facet.values) ? facet.values : []).flatMap((value): FacetValue[] => {
    if (!isRecord(value)) return []
    const [label, count, query] = [readText(value.name), readNumber(value.count), readText(value.query)]
    return label !== null && count !== null && query !== null ? [{ name: label, count, query }] : []
  })
  return values.length > 0 ? [{ name, values }] : []
}
