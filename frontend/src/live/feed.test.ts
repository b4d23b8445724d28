// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { fakeSockets } from '../testing/fakeSocket'
import { ApiError } from './api'
import { judge, LiveFeed } from './feed'

const NOW = Date.UTC(2026, 4, 4, 18, 0, 0)
const stamp = (seconds: number) => new Date(NOW + seconds * 1000).toISOString()
const row = (name: string, more = {}) => ({
  character_name: name,
  ew: 1,
  ns: 2,
  kills: 5,
  received_at: stamp(0),
  ...more,
})

let sockets: ReturnType<typeof fakeSockets>
let answers: Record<string, () => unknown>
let asked: string[]
let signedOut: number
let feed: LiveFeed
let visibility: DocumentVisibilityState

beforeEach(async () => {
  vi.useFakeTimers({ now: NOW })
  visibility = 'visible'
  vi.spyOn(document, 'visibilityState', 'get').mockImplementation(() => visibility)
  sockets = fakeSockets()
  asked = []
  signedOut = 0
  answers = {
    '/api/live': () => ({ players: [row('A')] }),
    '/api/trails?seconds=600': () => ({ trails: [] }),
  }
  feed = new LiveFeed({
    onSignedOut: () => signedOut++,
    connect: sockets.connect,
    socketUrl: 'ws://here/api/ws/live',
    fetchJson: async path => {
      asked.push(path)
      return answers[path]!()
    },
  })
  feed.start()
  await vi.advanceTimersByTimeAsync(0)
})

afterEach(() => {
  feed.stop()
  vi.restoreAllMocks()
  vi.useRealTimers()
})

const polls = () => asked.filter(path => path === '/api/live').length
const names = () => feed.store.get().players.map(player => player.name)

describe('the poll', () => {
  test('asks at once and then each five seconds', async () => {
    expect(polls()).toBe(1)
    await vi.advanceTimersByTimeAsync(4999)
    expect(polls()).toBe(1)
    await vi.advanceTimersByTimeAsync(1)
    expect(polls()).toBe(2)
  })

  test('a hidden page asks for nothing, a seen one at once', async () => {
    sockets.latest().open()
    visibility = 'hidden'
    document.dispatchEvent(new Event('visibilitychange'))
    await vi.advanceTimersByTimeAsync(60_000)
    expect(polls()).toBe(1)
    expect(sockets.latest().sent.at(-1)!.types).toEqual([])
    visibility = 'visible'
    document.dispatchEvent(new Event('visibilitychange'))
    await vi.advanceTimersByTimeAsync(0)
    expect(polls()).toBe(2)
    expect(sockets.latest().sent.at(-1)!.types).toContain('telemetry')
  })

  test('goes on after a failure, says what is wrong and that it is over', async () => {
    sockets.latest().open()
    answers['/api/live'] = () => {
      throw new ApiError(503, 'unavailable', '')
    }
    await vi.advanceTimersByTimeAsync(5000)
    expect(feed.store.get().connection).toEqual({ kind: 'offline', reason: 'refused', status: 503 })
    expect(names()).toEqual(['A'])
    answers['/api/live'] = () => ({ players: [row('B')] })
    await vi.advanceTimersByTimeAsync(5000)
    expect(feed.store.get().connection).toEqual({ kind: 'live' })
    expect(names()).toEqual(['B'])
  })

  test('an ended session leads to the login, once', async () => {
    answers['/api/live'] = () => {
      throw new ApiError(401, 'unauthenticated', '')
    }
    await vi.advanceTimersByTimeAsync(5000)
    feed.stop()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(signedOut).toBe(1)
  })
})

describe('the socket', () => {
  beforeEach(() => sockets.latest().open())

  test('events ask for fresh numbers soon, many of them once', async () => {
    await vi.advanceTimersByTimeAsync(2000)
    for (let i = 0; i < 20; i++) sockets.latest().receive([{ type: 'rare', character_name: 'A' }])
    await vi.advanceTimersByTimeAsync(300)
    expect(polls()).toBe(2)
    await vi.advanceTimersByTimeAsync(4000)
    expect(polls()).toBe(2)
  })

  test('a stream of events asks once a second at most', async () => {
    const before = polls()
    for (let i = 0; i < 100; i++) {
      sockets.latest().receive([{ type: 'player_online', character_name: `N${i}` }])
      await vi.advanceTimersByTimeAsync(100)
    }
    expect(polls() - before).toBeLessThanOrEqual(10)
  })

  test('telemetry moves a marker but changes no number', async () => {
    const reports: unknown[] = []
    feed.positions.subscribe(report => reports.push(report))
    sockets.latest().receive([{ character_name: 'A', ew: 1.5, ns: 2.5, kills: 99, received_at: stamp(1) }])
    expect(reports).toEqual([{ name: 'A', ew: 1.5, ns: 2.5, at: NOW + 1000 }])
    expect(feed.store.get().players[0]!.kills).toBe(5)
    expect(feed.trails.get('A')).toHaveLength(2)
  })

  test('a poll older than the telemetry does not move anybody back', async () => {
    sockets.latest().receive([{ character_name: 'A', ew: 1.5, ns: 2.5, received_at: stamp(8) }])
    await vi.advanceTimersByTimeAsync(5000)
    expect(feed.positions.get('A')).toMatchObject({ ew: 1.5, ns: 2.5 })
  })

  test('a death shows at once, with its time', () => {
    sockets.latest().receive([{ type: 'death', character_name: 'A', timestamp: stamp(-3) }])
    expect(feed.store.get().players[0]!.state).toBe('dead')
    expect(feed.store.get().deaths.get('A')).toBe(NOW - 3000)
  })

  test('who is gone is taken off at once', () => {
    sockets.latest().receive([{ type: 'player_offline', character_name: 'A' }])
    expect(names()).toEqual([])
    expect(feed.store.get().everSeen).toBe(true)
  })

  test('hello tells who is signed in and what time it is', () => {
    sockets.latest().receive({ type: 'hello', user: 'edda', server_time: stamp(90) })
    expect(feed.store.get().username).toBe('edda')
    expect(feed.clock.time()).toBe(NOW + 90_000)
    sockets.latest().receive({ type: 'hello', user: { username: 'brann' }, server_time: 'later' })
    expect(feed.store.get().username).toBe('brann')
    expect(feed.clock.time()).toBe(NOW + 90_000)
  })

  test('lost, the page says so and still polls; back, it reads everything anew', async () => {
    sockets.latest().drop()
    expect(feed.store.get().connection.kind).toBe('reconnecting')
    const before = asked.length
    await vi.advanceTimersByTimeAsync(1000)
    sockets.latest().open()
    await vi.advanceTimersByTimeAsync(0)
    expect(asked.slice(before)).toContain('/api/live')
    expect(asked.slice(before)).toContain('/api/trails?seconds=600')
    expect(feed.store.get().connection).toEqual({ kind: 'live' })
  })
})

describe('what is told about the connection', () => {
  const failure = new ApiError(0, 'unreachable', '')
  test.each([
    ['nothing heard yet', null, null, false, 'connecting'],
    ['all is well', null, { open: true } as const, true, 'live'],
    ['the socket alone is lost', null, { open: false, retryAt: 5 } as const, true, 'reconnecting'],
    ['nothing answers', failure, { open: false, retryAt: 5 } as const, true, 'offline'],
  ])('%s', (_, error, socket, loaded, kind) => {
    expect(judge(error, socket, loaded).kind).toBe(kind)
  })

  test('without a network that is the reason', () => {
    vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false)
    expect(judge(failure, null, true)).toEqual({ kind: 'offline', reason: 'network', status: 0 })
  })
})
