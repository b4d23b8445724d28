import type { LiveFeed } from './feed'
import type { Message } from './socket'

/** Something at a time. */
export interface Recorded<T> {
  at: number
  value: T
}

interface RecorderOptions<T> {
  /** Types of messages to hear. */
  types: string[]
  /** Of whom it tells and what; null: nothing to keep. */
  read: (message: Message) => { character: string; value: T } | null
  /** How far back it remembers, milliseconds. */
  span: number
  /** Within so many milliseconds the newest value replaces the one before. */
  step: number
}

// So many characters at once are remembered; whoever was heard of longest ago is forgotten first.
const MOST_CHARACTERS = 250
const MOST_VALUES = 2000
// Many characters tell something many times a second; a chart need not follow each of it.
const TOLD_WITHIN = 500

/**
 * Remembers what was told of each character in the last while, as far as this page heard it: the server
 * does not store it. It listens from when it is first asked, and holds a bounded amount.
 */
export class Recorder<T> {
  private readonly characters = new Map<string, Recorded<T>[]>()
  private readonly listeners = new Set<() => void>()
  private version = 0
  private told = 0
  private timer: ReturnType<typeof setTimeout> | null = null

  constructor(
    private readonly options: RecorderOptions<T>,
    private readonly now: () => number,
  ) {}

  hear(message: Message): void {
    const told = this.options.read(message)
    if (told) this.add(told.character, told.value)
  }

  add(character: string, value: T): void {
    const { span, step } = this.options
    const at = this.now()
    const kept = this.characters.get(character) ?? []
    const last = kept.at(-1)
    const sameStep = last && step > 0 && Math.floor(last.at / step) === Math.floor(at / step)
    if (sameStep) last.value = value
    else kept.push({ at, value })
    if (kept.length > MOST_VALUES) kept.shift()
    const first = kept.findIndex(each => each.at > at - span)
    if (first > 0) kept.splice(0, first)
    this.characters.delete(character)
    this.characters.set(character, kept)
    if (this.characters.size > MOST_CHARACTERS) {
      this.characters.delete(this.characters.keys().next().value as string)
    }
    this.version++
    this.timer ??= setTimeout(this.tell, TOLD_WITHIN)
  }

  private readonly tell = (): void => {
    this.timer = null
    this.told = this.version
    for (const listener of this.listeners) listener()
  }

  of(character: string): readonly Recorded<T>[] {
    return this.characters.get(character) ?? []
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /** Changes whenever listeners are told. */
  readonly getVersion = (): number => this.told
}

/** A recorder for each feed, made and set to listen when it is first asked for. */
export function recorderFor<T>(options: RecorderOptions<T>): (feed: LiveFeed) => Recorder<T> {
  const made = new WeakMap<LiveFeed, Recorder<T>>()
  return feed => {
    let recorder = made.get(feed)
    if (!recorder) {
      const own = new Recorder(options, () => feed.clock.time())
      feed.listen(options.types, message => own.hear(message))
      made.set(feed, own)
      recorder = own
    }
    return recorder
  }
}
