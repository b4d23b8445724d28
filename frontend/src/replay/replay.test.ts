import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { ApiError } from '../live/api'
import { Replay, type ReplayLink } from './replay'

const NOW = Date.UTC(2026, 4, 4, 18, 21, 7)
const HOUR = 3_600_000
let asked: URLSearchParams[] = []
let answer: (query: URLSearchParams) => unknown = walk

/** Somebody walks east by a thousandth of a unit a second. */
function walk(query: URLSearchParams): unknown {
  const [from, to] = [Date.parse(query.get('from')!), Date.parse(query.get('to')!)]
  const step = Number.parseFloat(query.get('step')!)
  const frames = Array.from({ length: (to - from) / step / 1000 + 1 }, (_, k) => [
    [1, k ? step : 0, k ? 0 : 60_000],
  ])
  const characters = ['A']
  return { from: query.get('from'), step_seconds: step, scale: 1000, characters, frames }
}

beforeEach(() => {
  vi.useFakeTimers({ now: NOW })
  asked = []
  answer = walk
})
afterEach(() => {
  vi.useRealTimers()
})

function make(link: Partial<ReplayLink> = {}): Replay {
  const fetchJson = async (path: string) => {
    const query = new URLSearchParams(path.split('?')[1])
    asked.push(query)
    return answer(query)
  }
  return new Replay({ fetchJson, now: Date.now }, { time: null, speed: 60, span: '24h', ...link })
}

/** Draws frames until nothing is on its way any more. */
async function settle(replay: Replay): Promise<void> {
  for (let i = 0; i < 8; i++) {
    replay.advance(0)
    await vi.advanceTimersByTimeAsync(0)
  }
}

describe('a replay', () => {
  test('shows what is live until it is asked for something else', () => {
    const replay = make()
    expect(replay.advance(16)).toBeNull()
    expect(asked).toEqual([])
  })

  test('reads the stretch of its time first, then what trails need, and not the whole week', async () => {
    const replay = make()
    replay.seek(NOW - 100 * HOUR)
    await settle(replay)
    expect(asked.map(query => query.get('step'))).toEqual(['10s', '10s'])
    const [first, second] = asked.map(query => Date.parse(query.get('from')!))
    expect(first).toBeLessThanOrEqual(NOW - 100 * HOUR)
    expect(second).toBe(first! - 600_000)
    expect(replay.get()).toMatchObject({ waiting: false, open: true, playing: false })
    expect(replay.advance(16)!.places).toHaveLength(1)
    expect(replay.placeOf('A')!.ns).toBeCloseTo(60)
  })

  test('plays at its speed, and reads ahead', async () => {
    const replay = make({ time: NOW - 5 * HOUR, speed: 60 })
    await settle(replay)
    replay.play()
    replay.advance(100)
    expect(replay.get().time).toBe(NOW - 5 * HOUR + 6000)
    await settle(replay)
    expect(asked.at(-1)!.get('from')! > asked[0]!.get('from')!).toBe(true)
    replay.setSpeed(600)
    await settle(replay)
    expect(asked.at(-1)!.get('step')).toBe('60s')
  })

  test('waits for what has not come, and goes on then', async () => {
    const replay = make()
    let come: (body: unknown) => void = () => {}
    answer = query => new Promise(done => (come = () => done(walk(query))))
    replay.seek(NOW - 5 * HOUR)
    replay.play()
    replay.advance(16)
    const { time } = replay.get()
    replay.advance(16)
    replay.advance(16)
    expect(replay.get()).toMatchObject({ time, waiting: true })
    answer = walk
    come(null)
    await settle(replay)
    expect(replay.get().waiting).toBe(false)
    replay.advance(16)
    expect(replay.get().time).toBe(time! + 16 * 60)
  })

  test('goes live at the end, and with a time that has not been yet', async () => {
    const replay = make({ speed: 600 })
    replay.seek(NOW - 60_000)
    await settle(replay)
    replay.play()
    expect(replay.advance(1000)).toBeNull()
    expect(replay.get()).toMatchObject({ time: null, playing: false })
    replay.seek(NOW + HOUR)
    expect(replay.get().time).toBeNull()
    expect(make({ time: NOW + HOUR }).get()).toMatchObject({ time: null, open: false })
  })

  test('the newest stretch is read again once the time has come to what was not stored then', async () => {
    const replay = make({ speed: 10 })
    replay.seek(NOW - 20_000)
    await settle(replay)
    const first = asked.length
    await vi.advanceTimersByTimeAsync(60_000)
    replay.seek(NOW + 30_000)
    await settle(replay)
    expect(asked.length).toBeGreaterThan(first)
    expect(replay.get().waiting).toBe(false)
  })

  test('tells why it cannot go on, and tries again', async () => {
    const replay = make()
    answer = () => {
      throw new ApiError(503, 'unavailable', 'the database is away', 7)
    }
    replay.seek(NOW - 5 * HOUR)
    await settle(replay)
    expect(replay.get()).toMatchObject({ waiting: true, error: { status: 503 } })
    const tries = asked.length
    await vi.advanceTimersByTimeAsync(6000)
    await settle(replay)
    expect(asked.length).toBe(tries)
    answer = walk
    await vi.advanceTimersByTimeAsync(2000)
    await settle(replay)
    expect(replay.get()).toMatchObject({ waiting: false, error: null })
  })

  test('an answer that makes no sense is an error and no place', async () => {
    const replay = make()
    answer = () => ({ frames: 'many' })
    replay.seek(NOW - 5 * HOUR)
    await settle(replay)
    expect(replay.get().error?.code).toBe('unreadable')
    expect(replay.advance(16)!.places).toEqual([])
  })

  test('the week is gone through with a bounded memory', async () => {
    const replay = make()
    for (let ago = 168; ago > 60; ago--) {
      replay.seek(NOW - ago * HOUR)
      await settle(replay)
    }
    const before = asked.length
    replay.seek(NOW - 61 * HOUR)
    await settle(replay)
    expect(asked.length).toBe(before)
    replay.seek(NOW - 168 * HOUR)
    await settle(replay)
    expect(asked.length).toBeGreaterThan(before)
  })

  test('the page hears of the time ten times a second at most', async () => {
    const replay = make({ time: NOW - 5 * HOUR, speed: 1 })
    await settle(replay)
    replay.play()
    await settle(replay)
    const told = vi.fn()
    replay.subscribe(told)
    for (let i = 0; i < 60; i++) {
      vi.advanceTimersByTime(16)
      replay.advance(16)
    }
    expect(told.mock.calls.length).toBeLessThanOrEqual(10)
    expect(told.mock.calls.length).toBeGreaterThan(6)
  })
})
