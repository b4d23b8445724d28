import { type ChildProcess, spawn } from 'node:child_process'
import { Overlord, SECRET } from '../e2e/overlord.ts'

/** A server with simulated plugins, as `overlord simulate` plays them. */
export class Crowd {
  readonly server = new Overlord()
  private plugins: ChildProcess | null = null

  /** `rate` is the time between a character's reports: 2s is life, less is life compressed. */
  async start(clients: number, rate: string): Promise<this> {
    await this.server.start()
    const url = `${this.server.url.replace(/^http/, 'ws')}/ws/position`
    const how = ['--clients', String(clients), '--rate', rate, '--seed', '1', '--url', url, '--keep-trying']
    this.plugins = spawn(process.env.OVERLORD_BINARY!, ['simulate', ...how], {
      env: { PATH: process.env.PATH, HOME: process.env.HOME, SHARED_SECRET: SECRET },
      stdio: 'ignore',
    })
    return this
  }

  async stop(): Promise<void> {
    this.plugins?.kill('SIGTERM')
    await this.server.stop()
  }
}
