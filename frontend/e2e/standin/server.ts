import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type WebSocket, WebSocketServer } from 'ws'
import { serveFile } from './files.ts'
import { answerPast } from './past.ts'
import { type Character, World } from './world.ts'

export const USER = 'edda'
export const PASSWORD = 'moss-and-stone'
const COOKIE = 'overlord_session=good'
const VERSION = '2026.5.4.1730-3f2a91c'
const TELEMETRY = 2000
const TICK = 100
const TRAIL = 600_000

/**
 * Speaks the contract to a browser, with made-up characters behind it: enough of the server to test the page
 * without one, and to do to it what a real server does rarely.
 */
export class StandIn {
  url = ''
  world: World
  /** Answers every request so, until it is null again. */
  failing: { status: number; retryAfter?: number } | null = null
  /** What signing in takes beside the password. */
  code: string | null = null
  /** How often /live was asked for. */
  polls = 0
  /** Extra rows of /live, for nonsense. */
  extra: Record<string, unknown>[] = []
  subscriptions: Record<string, unknown>[] = []
  private readonly server: Server
  private readonly sockets = new WebSocketServer({ noServer: true })
  private readonly subscribed = new Map<WebSocket, Set<string>>()
  private readonly history: Record<string, unknown>[] = []
  private readonly timers: NodeJS.Timeout[] = []
  private port = 0
  private ticks = 0

  constructor(count: number) {
    this.world = new World(count)
    this.server = this.makeServer()
  }

  async start(): Promise<this> {
    await this.listen()
    this.timers.push(setInterval(() => this.tick(), TICK))
    return this
  }

  /** Drops all connections and stops listening, as a server that was killed. */
  async cut(): Promise<void> {
    for (const socket of this.sockets.clients) socket.terminate()
    this.server.closeAllConnections()
    await new Promise(done => this.server.close(done))
  }

  /** Listens again where it did before. */
  async listen(): Promise<void> {
    await new Promise<void>(done => this.server.listen(this.port, '127.0.0.1', done))
    this.port = (this.server.address() as AddressInfo).port
    this.url = `http://127.0.0.1:${this.port}`
  }

  async stop(): Promise<void> {
    for (const timer of this.timers) clearInterval(timer)
    if (this.server.listening) await this.cut()
  }

  setCount(count: number): void {
    this.world = new World(count)
    this.history.length = 0
    this.makeHistory()
  }

  /** Fills the trails with ten minutes of the past. */
  makeHistory(): void {
    for (let ago = TRAIL; ago > 0; ago -= 5000) {
      this.world.step(5)
      this.record(Date.now() - ago)
    }
  }

  private record(at: number): void {
    const timestamp = new Date(at).toISOString()
    for (const { name, ew, ns, role } of this.world.characters) {
      if (role !== 'town') this.history.push({ timestamp, character_name: name, ew, ns, z: 0 })
    }
    const oldest = new Date(at - TRAIL).toISOString()
    const first = this.history.findIndex(point => String(point.timestamp) >= oldest)
    this.history.splice(0, first)
  }

  broadcast(message: Record<string, unknown>): void {
    for (const [socket, types] of this.subscribed) {
      if (types.has(String(message.type))) socket.send(JSON.stringify([message]))
    }
  }

  private makeServer(): Server {
    const server = createServer((request, response) => this.handle(request, response))
    server.on('upgrade', (request, socket, head) => {
      const path = request.url?.replace(/^\/api/, '')
      if (path !== '/ws/live' || !signedIn(request)) {
        socket.end('HTTP/1.1 401 Unauthorized\r\n\r\n')
        return
      }
      this.sockets.handleUpgrade(request, socket, head, open => this.greet(open))
    })
    return server
  }

  private greet(socket: WebSocket): void {
    const hello = {
      type: 'hello',
      version: VERSION,
      user: USER,
      permissions: ['view'],
      server_time: new Date().toISOString(),
    }
    socket.send(JSON.stringify(hello))
    socket.on('message', data => {
      const message = JSON.parse(String(data))
      if (message.type !== 'subscribe') return
      this.subscriptions.push(message)
      this.subscribed.set(socket, new Set(message.types))
      socket.send(JSON.stringify([{ ...message, type: 'subscribed' }]))
    })
    socket.on('close', () => this.subscribed.delete(socket))
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://standin')
    const path = url.pathname.replace(/^\/api\//, '/')
    const isData = url.pathname.startsWith('/api')
    if (this.failing && isData) {
      const { status, retryAfter } = this.failing
      const headers: Record<string, string> = retryAfter ? { 'Retry-After': String(retryAfter) } : {}
      refuse(response, status, status === 429 ? 'throttled' : 'unavailable', headers)
    } else if (path === '/api-version') json(response, { version: VERSION, commit: '3f2a91c', go: 'go1.26' })
    else if (!isData) this.page(request, response, url)
    else if (path === '/login') await this.login(request, response)
    else if (path === '/invitations/mwi_good') await this.join(request, response)
    else if (!signedIn(request)) refuse(response, 401, 'unauthenticated')
    else if (path === '/logout') {
      response.setHeader('Set-Cookie', 'overlord_session=; Path=/; Max-Age=0')
      json(response, {})
    } else if (path === '/live') this.live(response)
    else if (path === '/trails') json(response, { trails: this.history })
    else {
      const past = answerPast(path, url.searchParams, this.world)
      if (past) json(response, past)
      else refuse(response, 404, 'not_found')
    }
  }

  private page(request: IncomingMessage, response: ServerResponse, url: URL): void {
    const isPage = !url.pathname.includes('.')
    if (isPage && url.pathname !== '/login' && !signedIn(request)) {
      const next = url.pathname + url.search
      response
        .writeHead(302, { Location: next === '/' ? '/login' : `/login?next=${encodeURIComponent(next)}` })
        .end()
      return
    }
    serveFile(isPage ? '/index.html' : url.pathname, response)
  }

  private async login(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = ''
    for await (const chunk of request) body += chunk
    const { username, password, code } = JSON.parse(body)
    if (username !== USER || password !== PASSWORD) return refuse(response, 401, 'unauthenticated')
    if (this.code !== null && code !== this.code)
      return refuse(response, 401, 'unauthenticated', {}, { field: 'code' })
    response.setHeader('Set-Cookie', `${COOKIE}; Path=/; HttpOnly; SameSite=Lax`)
    json(response, { username })
  }

  private async join(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = ''
    for await (const chunk of request) body += chunk
    const { username, password } = JSON.parse(body)
    if (password.length < 10)
      return refuse(response, 400, 'invalid', {}, { message: 'it is shorter than 10 bytes' })
    response.setHeader('Set-Cookie', `${COOKIE}; Path=/; HttpOnly; SameSite=Lax`)
    json(response, { username })
  }

  private live(response: ServerResponse): void {
    this.polls++
    json(response, { players: [...this.world.characters.map(row), ...this.extra] })
  }

  /** Telemetry of each character each two seconds, spread over the ticks. */
  private tick(): void {
    this.ticks++
    const beat = TELEMETRY / TICK
    const due = this.world.characters.filter(
      (character, i) => character.role !== 'stale' && i % beat === this.ticks % beat,
    )
    if (this.ticks % beat === 0) {
      this.world.step(TELEMETRY / 1000)
      this.record(Date.now())
    }
    if (due.length === 0) return
    const frame = JSON.stringify(due.map(telemetry))
    for (const [socket, types] of this.subscribed) if (types.has('telemetry')) socket.send(frame)
  }
}

function telemetry(character: Character): Record<string, unknown> {
  const { name, tag, ew, ns, kills, killsPerHour } = character
  const now = new Date(Date.now() - character.silence).toISOString()
  return {
    character_name: name,
    timestamp: now,
    char_tag: tag,
    session_id: 's',
    ew,
    ns,
    z: 0,
    kills,
    kills_per_hour: killsPerHour,
    received_at: now,
  }
}

function row(character: Character): Record<string, unknown> {
  return {
    ...telemetry(character),
    onlinetime: '05:12:44',
    deaths: character.deaths,
    total_deaths: 418,
    rares_found: character.rares,
    session_rares: character.rares,
    total_kills: character.kills + 2_411_241,
    total_rares: 214,
    prismatic_taper_count: 8912,
    vt_state: character.role === 'combat' ? 'Combat' : 'Idle',
    plugin_connected: true,
    state: character.role,
  }
}

function signedIn(request: IncomingMessage): boolean {
  return request.headers.cookie?.includes(COOKIE) ?? false
}

function json(response: ServerResponse, body: unknown): void {
  response.setHeader('Content-Type', 'application/json')
  response.end(JSON.stringify(body))
}

function refuse(
  response: ServerResponse,
  status: number,
  code: string,
  headers: Record<string, string> = {},
  more: Record<string, string> = {},
): void {
  response.writeHead(status, { 'Content-Type': 'application/json', ...headers })
  response.end(JSON.stringify({ error: { code, message: code, ...more } }))
}
