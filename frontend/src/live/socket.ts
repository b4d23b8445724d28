import { backoff } from './backoff'
import { isRecord } from './player'

export type Message = Record<string, unknown>

export type SocketState = { open: true } | { open: false; retryAt: number | null }

export interface SocketOptions {
  url: string
  /** Message types to subscribe to at first; telemetry is named so although it has no type on the wire. */
  types: string[]
  onMessage: (message: Message) => void
  onState: (state: SocketState) => void
  now?: () => number
  random?: () => number
  connect?: (url: string) => WebSocket
}

// A connection that held this long was a good one: the next loss begins with short waits again.
const STABLE = 10_000

/** The live socket: subscribes in batches, and comes back by itself with growing, scattered waits. */
export class LiveSocket {
  private socket: WebSocket | null = null
  private timer: ReturnType<typeof setTimeout> | null = null
  private attempt = 0
  private openedAt = 0
  private quiet = false
  private types: string[]
  private readonly now: () => number

  constructor(private readonly options: SocketOptions) {
    this.now = options.now ?? Date.now
    this.types = options.types
  }

  start(): void {
    if (this.socket || this.timer) return
    this.open()
  }

  stop(): void {
    this.cancelRetry()
    const socket = this.socket
    this.socket = null
    socket?.close(1000)
  }

  /** While quiet the server sends nothing; the connection stays. */
  setQuiet(quiet: boolean): void {
    if (quiet === this.quiet) return
    this.quiet = quiet
    this.subscribe()
  }

  /** Changes what the server sends from now on. */
  setTypes(types: string[]): void {
    if (types.join() === this.types.join()) return
    this.types = types
    this.subscribe()
  }

  /** Sends a request; false: the connection is lost just now. */
  send(request: Message): boolean {
    if (this.socket?.readyState !== WebSocket.OPEN) return false
    this.socket.send(JSON.stringify(request))
    return true
  }

  /** Tries at once instead of waiting: the network is back, or somebody looks again. */
  retryNow(): void {
    if (!this.timer) return
    this.cancelRetry()
    this.attempt = 0
    this.open()
  }

  private open(): void {
    const socket = (this.options.connect ?? (url => new WebSocket(url)))(this.options.url)
    this.socket = socket
    socket.onopen = () => {
      if (socket !== this.socket) return
      this.openedAt = this.now()
      this.subscribe()
      this.options.onState({ open: true })
    }
    socket.onmessage = event => {
      if (socket === this.socket) this.receive(event.data)
    }
    socket.onclose = () => {
      if (socket === this.socket) this.lost()
    }
  }

  private subscribe(): void {
    if (this.socket?.readyState !== WebSocket.OPEN) return
    const types = this.quiet ? [] : this.types
    this.socket.send(JSON.stringify({ type: 'subscribe', types, batch: true }))
  }

  private receive(data: unknown): void {
    if (typeof data !== 'string') return
    let frame: unknown
    try {
      frame = JSON.parse(data)
    } catch {
      return
    }
    for (const message of Array.isArray(frame) ? frame : [frame]) {
      if (isRecord(message)) this.options.onMessage(message)
    }
  }

  private lost(): void {
    this.socket = null
    if (this.openedAt > 0 && this.now() - this.openedAt >= STABLE) this.attempt = 0
    this.openedAt = 0
    const wait = backoff(this.attempt++, this.options.random)
    this.timer = setTimeout(() => {
      this.timer = null
      this.open()
    }, wait)
    this.options.onState({ open: false, retryAt: this.now() + wait })
  }

  private cancelRetry(): void {
    if (this.timer) clearTimeout(this.timer)
    this.timer = null
  }
}
