/** The server's time, for ages that are right on computers whose own clock is not. */
export class ServerClock {
  private offset = 0

  constructor(private readonly now: () => number = Date.now) {}

  /** Notes a time that the server has just told; the way of the message is too short to matter for ages. */
  observe(serverTime: number): void {
    this.offset = serverTime - this.now()
  }

  /** Milliseconds since 1970, as the server counts them. */
  time(): number {
    return this.now() + this.offset
  }
}
