/** A WebSocket that a test opens, feeds and closes by hand. */
export class FakeSocket {
  readyState: number = WebSocket.CONNECTING
  sent: Record<string, unknown>[] = []
  onopen: (() => void) | null = null
  onmessage: ((event: { data: unknown }) => void) | null = null
  onclose: (() => void) | null = null

  send(data: string): void {
    this.sent.push(JSON.parse(data))
  }

  close(): void {
    this.readyState = WebSocket.CLOSED
  }

  open(): void {
    this.readyState = WebSocket.OPEN
    this.onopen?.()
  }

  receive(data: unknown): void {
    this.onmessage?.({ data: typeof data === 'string' ? data : JSON.stringify(data) })
  }

  drop(): void {
    this.readyState = WebSocket.CLOSED
    this.onclose?.()
  }
}

/** Hands out fake sockets and remembers them. */
export function fakeSockets(): {
  all: FakeSocket[]
  connect: (url: string) => WebSocket
  latest: () => FakeSocket
} {
  const all: FakeSocket[] = []
  const connect = () => {
    const socket = new FakeSocket()
    all.push(socket)
    return socket as unknown as WebSocket
  }
  return { all, connect, latest: () => all[all.length - 1]! }
}
