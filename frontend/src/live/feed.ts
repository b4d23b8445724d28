import { API, ApiError, getJson } from './api'
import { ServerClock } from './clock'
import { isRecord, readPlayers, readText, readTime } from './player'
import { type PositionReport, Positions, readTelemetry } from './positions'
import { LiveSocket, type Message, type SocketState } from './socket'
import { type Connection, LiveStore } from './store'
import { TRAIL_SECONDS, Trails } from './trails'

/** The contract's pace for player data. */
const POLL = 5000
// An event asks for fresh numbers; many at once ask once, and never more often than this.
const SOON = 300
const LEAST_BETWEEN = 1000

/** Only what this page needs: telemetry for smooth markers, the rest as a reason to look again. */
const TYPES = ['telemetry', 'player_online', 'player_offline', 'death', 'rare', 'idle', 'active']

export interface FeedOptions {
  /** Called once the session has ended. */
  onSignedOut: () => void
  fetchJson?: (path: string) => Promise<unknown>
  connect?: (url: string) => WebSocket
  socketUrl?: string
}

/** Hears messages of some types, as the server sends them. */
interface Ear {
  types: string[]
  onMessage: (message: Message) => void
}

/** Brings the live state of the server into the page: poll, socket, and which of the two still works. */
export class LiveFeed {
  readonly store = new LiveStore()
  readonly positions = new Positions()
  readonly trails = new Trails()
  readonly clock = new ServerClock()
  private readonly socket: LiveSocket
  private readonly fetchJson: (path: string) => Promise<unknown>
  private socketState: SocketState | null = null
  private failure: ApiError | null = null
  private timer: ReturnType<typeof setTimeout> | null = null
  private polling = false
  private polledAt = 0
  private running = false
  private readonly ears = new Set<Ear>()
  private readonly returned = new Set<() => void>()

  constructor(private readonly options: FeedOptions) {
    this.fetchJson = options.fetchJson ?? getJson
    this.socket = new LiveSocket({
      url: options.socketUrl ?? `${location.origin.replace(/^http/, 'ws')}${API}/ws/live`,
      types: TYPES,
      onMessage: message => this.receive(message),
      onState: state => this.onSocket(state),
      ...(options.connect ? { connect: options.connect } : {}),
    })
  }

  start(): void {
    this.running = true
    document.addEventListener('visibilitychange', this.onVisibility)
    window.addEventListener('online', this.onNetwork)
    window.addEventListener('offline', this.onNetwork)
    this.socket.start()
    this.loadTrails()
    this.onVisibility()
  }

  stop(): void {
    this.running = false
    document.removeEventListener('visibilitychange', this.onVisibility)
    window.removeEventListener('online', this.onNetwork)
    window.removeEventListener('offline', this.onNetwork)
    this.cancelPoll()
    this.socket.stop()
  }

  /** Hears messages of these types, a trailing * being a prefix, until the returned function is called. */
  listen(types: string[], onMessage: (message: Message) => void): () => void {
    const ear = { types, onMessage }
    this.ears.add(ear)
    this.resubscribe()
    return () => {
      this.ears.delete(ear)
      this.resubscribe()
    }
  }

  /** Calls back whenever messages may have been missed: what a window shows is then to be read anew. */
  onReturn(listener: () => void): () => void {
    this.returned.add(listener)
    return () => this.returned.delete(listener)
  }

  /** Asks the server for something over the socket; false: there is no connection just now. */
  send(request: Message): boolean {
    return this.socket.send(request)
  }

  private resubscribe(): void {
    const heard = [...this.ears].flatMap(ear => ear.types)
    this.socket.setTypes([...new Set([...TYPES, ...heard])])
  }

  private tell(message: Message): void {
    const type = typeof message.type === 'string' ? message.type : ''
    for (const ear of this.ears) {
      if (ear.types.some(wanted => matches(wanted, type))) ear.onMessage(message)
    }
  }

  private readonly onMissed = (): void => {
    for (const listener of this.returned) listener()
  }

  /** A page that nobody looks at asks for nothing and is sent nothing. */
  private readonly onVisibility = (): void => {
    const hidden = document.visibilityState === 'hidden'
    this.socket.setQuiet(hidden)
    this.cancelPoll()
    if (!hidden) {
      this.socket.retryNow()
      this.poll()
      this.onMissed()
    }
  }

  private readonly onNetwork = (): void => {
    if (navigator.onLine) {
      this.socket.retryNow()
      this.poll()
    }
    this.judge()
  }

  private async poll(): Promise<void> {
    if (this.polling || !this.running) return
    this.polling = true
    this.cancelPoll()
    this.polledAt = Date.now()
    try {
      this.apply(await this.fetchJson(`${API}/live`))
      // The server is back: the socket need not wait out its time.
      if (this.failure) this.socket.retryNow()
      this.failure = null
    } catch (error) {
      this.failure = error instanceof ApiError ? error : new ApiError(0, 'unreachable', String(error))
    }
    this.polling = false
    if (!this.running) return
    if (this.failure?.status === 401) {
      this.options.onSignedOut()
      return
    }
    this.judge()
    this.schedule(POLL)
  }

  private apply(body: unknown): void {
    if (!this.running) return
    const players = readPlayers(body)
    this.store.setPlayers(players)
    const now = this.clock.time()
    for (const { name, ew, ns, z, receivedAt } of players) {
      if (ew !== null && ns !== null)
        this.place({ name, ew, ns, at: receivedAt ?? now, ...(z === null ? {} : { z }) })
    }
    this.positions.keep(new Set(players.map(player => player.name)))
    this.trails.trim(now)
  }

  private place(report: PositionReport): void {
    this.positions.report(report)
    this.trails.add(report.name, report)
  }

  private schedule(wait: number): void {
    this.cancelPoll()
    if (document.visibilityState === 'hidden') return
    this.timer = setTimeout(() => this.poll(), wait)
  }

  private refreshSoon(): void {
    if (this.polling || document.visibilityState === 'hidden') return
    this.schedule(Math.max(SOON, this.polledAt + LEAST_BETWEEN - Date.now()))
  }

  private cancelPoll(): void {
    if (this.timer) clearTimeout(this.timer)
    this.timer = null
  }

  private async loadTrails(): Promise<void> {
    try {
      this.trails.load(await this.fetchJson(`${API}/trails?seconds=${TRAIL_SECONDS}`))
      if (this.trails.size > 0) this.store.setEverSeen()
    } catch {
      // Trails are an ornament: without the past they begin with what is reported from now on.
    }
  }

  private onSocket(state: SocketState): void {
    const returned = state.open && this.socketState?.open === false
    this.socketState = state
    if (returned) {
      // There is no replay: what happened meanwhile is read anew.
      this.poll()
      this.loadTrails()
      this.onMissed()
    } else if (!state.open) {
      // A lost socket may be a session that has ended; the poll finds out.
      this.refreshSoon()
    }
    this.judge()
  }

  private receive(message: Message): void {
    this.tell(message)
    const position = readTelemetry(message)
    if (position) {
      this.place(position)
      return
    }
    const name = readText(message.character_name)
    switch (message.type) {
      case 'hello':
        this.greet(message)
        return
      case 'death':
        if (name) this.store.died(name, readTime(message.timestamp) ?? this.clock.time())
        break
      case 'player_offline':
        if (name) this.store.left(name)
        break
      case 'player_online':
      case 'rare':
      case 'idle':
      case 'active':
        break
      default:
        return
    }
    this.refreshSoon()
  }

  private greet(hello: Message): void {
    const time = readTime(hello.server_time)
    if (time !== null) this.clock.observe(time)
    const user = isRecord(hello.user) ? hello.user.username : hello.user
    this.store.setUsername(readText(user))
    const permissions = Array.isArray(hello.permissions) ? hello.permissions : []
    this.store.setPermissions(permissions.filter(each => typeof each === 'string'))
  }

  private judge(): void {
    this.store.setConnection(judge(this.failure, this.socketState, this.store.get().loaded))
  }
}

function matches(wanted: string, type: string): boolean {
  return wanted.endsWith('*') ? type.startsWith(wanted.slice(0, -1)) : wanted === type
}

/** What to tell about the connection, from the last poll and the socket. */
export function judge(failure: ApiError | null, socket: SocketState | null, loaded: boolean): Connection {
  if (!navigator.onLine) return { kind: 'offline', reason: 'network', status: 0 }
  if (failure)
    return {
      kind: 'offline',
      reason: failure.status === 0 ? 'unreachable' : 'refused',
      status: failure.status,
    }
  if (socket && !socket.open) return { kind: 'reconnecting', retryAt: socket.retryAt }
  return socket && loaded ? { kind: 'live' } : { kind: 'connecting' }
}
