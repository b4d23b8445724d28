import { describe, expect, test, vi } from 'vitest'
import { ApiError } from '../live/api'
import { PAGE, pagesOf, Results } from './results'
import { spanOf, stretchAt } from './table/useRows'

describe('the pages of a stretch of rows', () => {
  test.each([
    [0, 40, 1000, [0]],
    [90, 130, 1000, [0, 1]],
    [299_990, 300_030, 300_000, [2999]],
    [0, 40, 0, []],
    [50, 60, 20, []],
    [-5, 10, 20, [0]],
  ])('%i to %i of %i', (first, last, total, pages) => {
    expect(pagesOf(first, last, total)).toEqual(pages)
  })
})

describe('the rows that are drawn', () => {
  test('are those in sight and some around them', () => {
    expect(stretchAt(2800, 280, 1000, 28)).toEqual({ first: 92, last: 118 })
    expect(stretchAt(0, 280, 5, 28)).toEqual({ first: 0, last: 5 })
  })
  test('are never so many that two would be the same', () => {
    for (let top = 0; top < 400; top++) {
      const { first, last } = stretchAt(5000 + top, 777, 1000, 28)
      expect(last - first).toBeLessThanOrEqual(spanOf(777, 28))
    }
  })
  test('are there however far a list was scrolled that has become shorter', () => {
    expect(stretchAt(8_400_000, 280, 10, 28)).toEqual({ first: 0, last: 10 })
  })
})

/** A server with so many items, which notes what it is asked. */
function server(total: number) {
  const state = { total, asked: [] as number[], fail: null as ApiError | null }
  const fetchJson = async (path: string) => {
    const query = new URL(path, 'http://x').searchParams
    const page = Number(query.get('page'))
    state.asked.push(page)
    if (state.fail) throw state.fail
    const [from, to] = [(page - 1) * PAGE, Math.min(state.total, page * PAGE)]
    const items = Array.from({ length: Math.max(0, to - from) }, (_, i) => ({
      item_id: from + i + 1,
      character_name: 'Mule',
      name: `${query.get('q') ?? ''} ${from + i}`,
    }))
    return { items, total_count: state.total, query: query.get('q') ?? '' }
  }
  return { state, fetchJson }
}

const ask = { q: 'moss', sort: null, descending: false }
const rest = () => new Promise(done => setTimeout(done))

describe('results', () => {
  test('are read page by page, as they are looked at, once', async () => {
    const { state, fetchJson } = server(300_000)
    const results = new Results(fetchJson)
    await results.ask(ask)
    expect(results.get()).toMatchObject({ total: 300_000, fault: null, asking: false })
    expect(results.row(3)?.name).toBe('moss 3')
    expect(results.row(250_000)).toBeUndefined()
    results.want(249_990, 250_030)
    await rest()
    expect(results.row(250_000)?.name).toBe('moss 250000')
    results.want(249_995, 250_035)
    await rest()
    expect(state.asked).toEqual([1, 2500, 2501])
  })

  test('keep what was found last while the query is wrong, and say so', async () => {
    const { state, fetchJson } = server(10)
    const results = new Results(fetchJson)
    await results.ask(ask)
    state.fail = new ApiError(400, 'invalid', 'there is no filter x:', null, 'q', { start: 0, length: 1 })
    await results.ask({ ...ask, q: 'x:1' })
    expect(results.get()).toMatchObject({ total: 10, fault: { start: 0, length: 1 }, failure: null })
    expect(results.row(3)?.name).toBe('moss 3')
    state.fail = null
    await results.ask({ ...ask, q: 'y' })
    expect(results.get().fault).toBeNull()
    expect(results.row(3)?.name).toBe('y 3')
  })

  test('that cannot be read are no fault of the query', async () => {
    const { state, fetchJson } = server(10)
    const results = new Results(fetchJson)
    state.fail = new ApiError(503, 'unavailable', 'the database is away')
    await results.ask(ask)
    expect(results.get()).toMatchObject({ of: null, fault: null, failure: { status: 503 } })
    state.fail = null
    results.again()
    await rest()
    expect(results.get()).toMatchObject({ total: 10, failure: null })
  })

  test('begin anew where something came meanwhile: the total is exact', async () => {
    const { state, fetchJson } = server(500)
    const results = new Results(fetchJson)
    await results.ask(ask)
    state.total = 499
    results.want(200, 240)
    await rest()
    await rest()
    expect(results.get().total).toBe(499)
    expect(results.row(210)?.name).toBe('moss 210')
    expect(state.asked).toEqual([1, 3, 1, 3])
  })

  test('an answer that comes late is nobody’s', async () => {
    const slow = new Map<string, (body: unknown) => void>()
    const results = new Results(path => new Promise(done => slow.set(path, done)))
    const first = results.ask({ ...ask, q: 'a' })
    const second = results.ask({ ...ask, q: 'b' })
    const [a, b] = [...slow.values()]
    b!({ items: [], total_count: 2, query: 'b' })
    a!({ items: [], total_count: 1, query: 'a' })
    await Promise.all([first, second])
    expect(results.get()).toMatchObject({ total: 2, canonical: 'b' })
  })

  test('changes of items are told together', async () => {
    vi.useFakeTimers()
    const { state, fetchJson } = server(5)
    const results = new Results(fetchJson)
    await results.ask(ask)
    for (let i = 0; i < 50; i++) results.changed()
    await vi.advanceTimersByTimeAsync(2000)
    expect(state.asked).toEqual([1, 1])
    vi.useRealTimers()
  })
})
