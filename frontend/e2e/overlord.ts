import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { WebSocket } from 'ws'

export const ADMIN = 'admin'
export const ADMIN_PASSWORD = 'moss-and-stone'
export const SECRET = 'a-secret-of-this-test'
const START_TIME = 60_000
// Somebody silent for ten seconds is shown so, and for thirty is gone.
const STAY = 4000

/** The real server, on a private database of its own, as a stranger would start it. */
export class Overlord {
  url = ''
  private process: ChildProcess | null = null
  private folder = ''
  private said = ''
  private readonly plugins: Plugin[] = []

  constructor(private readonly settings: Record<string, string> = {}) {}

  async start(): Promise<this> {
    this.folder = mkdtempSync(join(tmpdir(), 'overlord-data-'))
    // The database runs as another user where the tests run as root.
    chmodSync(this.folder, 0o755)
    // Making the database anew takes longer than all the rest of a start: each server gets a copy of an empty one.
    if (process.env.OVERLORD_EMPTY)
      execFileSync('cp', ['-a', process.env.OVERLORD_EMPTY, join(this.folder, 'data')])
    const server = spawn(process.env.OVERLORD_BINARY!, ['serve'], {
      env: {
        PATH: process.env.PATH,
        HOME: process.env.HOME,
        DATA_DIR: join(this.folder, 'data'),
        LISTEN_ADDR: '127.0.0.1:0',
        SHARED_SECRET: SECRET,
        ADMIN_PASSWORD,
        LOG_FORMAT: 'text',
        ...this.settings,
      },
      cwd: join(import.meta.dirname, '../..'),
    })
    this.process = server
    const hear = (chunk: Buffer) => {
      this.said += chunk
    }
    server.stdout.on('data', hear)
    server.stderr.on('data', hear)
    const until = Date.now() + START_TIME
    while (!this.url) {
      if (server.exitCode !== null || Date.now() > until)
        throw new Error(`the server does not start:\n${this.said}`)
      await new Promise(done => setTimeout(done, 50))
      this.url = /Page\s+(http:\S+)/.exec(this.said)?.[1] ?? ''
    }
    return this
  }

  async stop(): Promise<void> {
    await this.halt()
    if (this.folder) rmSync(this.folder, { recursive: true, force: true })
    // '$2a$' begins the hash of a password.
    for (const secret of [SECRET, ADMIN_PASSWORD, '$2a$']) {
      const at = this.said.indexOf(secret)
      if (at >= 0)
        throw new Error(`the server's log tells a secret: ${this.said.slice(Math.max(0, at - 200), at + 50)}`)
    }
  }

  /** Ends the server and leaves its data where they are; tells where. */
  async halt(): Promise<string> {
    for (const plugin of this.plugins) plugin.close()
    const server = this.process
    if (server && server.exitCode === null) {
      const ended = new Promise(done => server.once('exit', done))
      server.kill('SIGTERM')
      await ended
    }
    return join(this.folder, 'data')
  }

  /** Puts a file into the folder where the server keeps its own. */
  write(name: string, content: Buffer): void {
    writeFileSync(join(this.folder, 'data', name), content)
  }

  /** Opens a plugin's socket, which is closed with the server at the latest. */
  async plugin(): Promise<Plugin> {
    const plugin = await Plugin.open(this.url, SECRET)
    this.plugins.push(plugin)
    return plugin
  }
}

/** A plugin of the game, which says what the test wants it to. */
export class Plugin {
  readonly received: Record<string, unknown>[] = []
  private readonly timers: ReturnType<typeof setInterval>[] = []

  /** Resolves once the server has closed the socket. */
  readonly closed: Promise<void>

  static async open(url: string, secret: string): Promise<Plugin> {
    const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/ws/position`, {
      headers: { 'X-Plugin-Secret': secret },
    })
    await new Promise((done, fail) => {
      socket.once('open', done)
      socket.once('error', fail)
    })
    return new Plugin(socket)
  }

  private constructor(private readonly socket: WebSocket) {
    this.closed = new Promise(done => socket.once('close', () => done()))
    socket.on('message', data => this.received.push(JSON.parse(String(data))))
  }

  send(...events: Record<string, unknown>[]): void {
    for (const event of events) {
      this.socket.send(JSON.stringify({ timestamp: new Date().toISOString(), ...event }))
    }
  }

  /** Reports a character so that it is online. */
  online(character_name: string, more: Record<string, unknown> = {}): void {
    this.send({ type: 'telemetry', character_name, session_id: 's', ew: 33.6, ns: 42.1, kills: 0, ...more })
  }

  /** Reports a character again and again, so that it stays online however slow the machine is. */
  stay(character_name: string, more: Record<string, unknown> = {}): void {
    this.repeat(() => this.online(character_name, more))
  }

  /** Tells something now, and again and again. */
  repeat(tell: () => void): void {
    tell()
    this.timers.push(setInterval(tell, STAY))
  }

  close(): void {
    for (const timer of this.timers) clearInterval(timer)
    this.socket.close()
  }
}
