// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { fakeSockets } from '../testing/fakeSocket'
import { LiveSocket, type Message, type SocketState } from './socket'

let sockets: ReturnType<typeof fakeSockets>
let states: SocketState[]
let messages: Message[]
let socket: LiveSocket

beforeEach(() => {
  vi.useFakeTimers()
  sockets = fakeSockets()
  states = []
  messages = []
  socket = new LiveSocket({
    url: 'ws://here/api/ws/live',
    types: ['telemetry', 'rare'],
    onMessage: message => messages.push(message),
    onState: state => states.push(state),
    random: () => 1,
    connect: sockets.connect,
  })
  socket.start()
})

afterEach(() => {
  socket.stop()
  vi.useRealTimers()
})

describe('subscribing', () => {
  test('asks for batches of only what is needed', () => {
    sockets.latest().open()
    expect(sockets.latest().sent).toEqual([{ type: 'subscribe', types: ['telemetry', 'rare'], batch: true }])
    expect(states).toEqual([{ open: true }])
  })

  test('a hidden page is sent nothing, and everything again once it is seen', () => {
    sockets.latest().open()
    socket.setQuiet(true)
    socket.setQuiet(true)
    socket.setQuiet(false)
    expect(
      sockets
        .latest()
        .sent.slice(1)
        .map(message => message.types),
    ).toEqual([[], ['telemetry', 'rare']])
  })

  test('a page hidden before the connection stands stays quiet', () => {
    socket.setQuiet(true)
    sockets.latest().open()
    expect(sockets.latest().sent).toEqual([{ type: 'subscribe', types: [], batch: true }])
  })
})

describe('frames', () => {
  test('one object or an array of them', () => {
    sockets.latest().open()
    sockets.latest().receive({ type: 'hello' })
    sockets.latest().receive([{ type: 'rare' }, { character_name: 'A' }])
    expect(messages).toEqual([{ type: 'hello' }, { type: 'rare' }, { character_name: 'A' }])
  })

  test.each(['{', '3', 'null', '[null, 1, "x"]'])('nonsense is passed over: %s', data => {
    sockets.latest().open()
    sockets.latest().receive(data)
    expect(messages).toEqual([])
  })
})

describe('reconnecting', () => {
  test('each try waits twice as long', () => {
    for (const wait of [1000, 2000, 4000, 8000]) {
      const tries = sockets.all.length
      sockets.latest().drop()
      expect(states.at(-1)).toEqual({ open: false, retryAt: Date.now() + wait })
      vi.advanceTimersByTime(wait - 1)
      expect(sockets.all).toHaveLength(tries)
      vi.advanceTimersByTime(1)
      expect(sockets.all).toHaveLength(tries + 1)
    }
  })

  test('a connection that held makes the next wait short again', () => {
    for (let i = 0; i < 4; i++) {
      sockets.latest().drop()
      vi.advanceTimersByTime(30_000)
    }
    sockets.latest().open()
    vi.advanceTimersByTime(10_000)
    sockets.latest().drop()
    expect(states.at(-1)).toEqual({ open: false, retryAt: Date.now() + 1000 })
  })

  test('one that breaks at once does not', () => {
    sockets.latest().drop()
    vi.advanceTimersByTime(1000)
    sockets.latest().open()
    sockets.latest().drop()
    expect(states.at(-1)).toEqual({ open: false, retryAt: Date.now() + 2000 })
  })

  test('subscribes anew after a reconnect', () => {
    sockets.latest().open()
    sockets.latest().drop()
    vi.advanceTimersByTime(1000)
    sockets.latest().open()
    expect(sockets.all).toHaveLength(2)
    expect(sockets.latest().sent).toHaveLength(1)
  })

  test('tries at once when the network is back', () => {
    sockets.latest().drop()
    socket.retryNow()
    expect(sockets.all).toHaveLength(2)
    vi.advanceTimersByTime(60_000)
    expect(sockets.all).toHaveLength(2)
  })

  test('stays closed once stopped', () => {
    sockets.latest().drop()
    socket.stop()
    vi.advanceTimersByTime(60_000)
    expect(sockets.all).toHaveLength(1)
  })

  test('a late word of a former connection is not heard', () => {
    const [first] = sockets.all
    first!.drop()
    vi.advanceTimersByTime(1000)
    sockets.latest().open()
    first!.receive({ type: 'rare' })
    first!.drop()
    expect(messages).toEqual([])
    expect(states.at(-1)).toEqual({ open: true })
  })
})
