/** One server-sent event. */
export interface StreamEvent {
  event: string
  data: string
}

/**
 * Puts server-sent events together from pieces of text, wherever these are cut: in the middle of a line, of a
 * line's end, of anything.
 */
export class EventParser {
  private rest = ''
  private event = ''
  private data: string[] = []

  /** The events that are whole now. */
  push(text: string): StreamEvent[] {
    const whole: StreamEvent[] = []
    let from = 0
    this.rest += text
    for (;;) {
      const at = this.nextEnd(from)
      if (at === null) break
      const event = this.line(this.rest.slice(from, at.end))
      if (event) whole.push(event)
      from = at.next
    }
    this.rest = this.rest.slice(from)
    return whole
  }

  /** Where the line that begins at `from` ends, and the next begins. A lone CR at the end may be half of CRLF. */
  private nextEnd(from: number): { end: number; next: number } | null {
    for (let end = from; end < this.rest.length; end++) {
      const letter = this.rest[end]
      if (letter === '\n') return { end, next: end + 1 }
      if (letter !== '\r') continue
      if (end + 1 === this.rest.length) return null
      return { end, next: this.rest[end + 1] === '\n' ? end + 2 : end + 1 }
    }
    return null
  }

  private line(line: string): StreamEvent | null {
    if (line === '') {
      const event =
        this.data.length > 0 ? { event: this.event || 'message', data: this.data.join('\n') } : null
      this.event = ''
      this.data = []
      return event
    }
    const colon = line.indexOf(':')
    const field = colon < 0 ? line : line.slice(0, colon)
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '')
    if (field === 'event') this.event = value
    if (field === 'data') this.data.push(value)
    return null
  }
}

/** Reads a body as events until it ends; text is decoded across the pieces it comes in. */
export async function readEvents(
  body: ReadableStream<Uint8Array>,
  onEvent: (event: StreamEvent) => void,
): Promise<void> {
  const parser = new EventParser()
  const decoder = new TextDecoder()
  const reader = body.getReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return
    for (const event of parser.push(decoder.decode(value, { stream: true }))) onEvent(event)
  }
}
