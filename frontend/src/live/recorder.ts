import type { LiveFeed } from './feed'
import { Rows } from './rows'
import type { Message } from './socket'

/** Something at a time. */
export interface Recorded<T> {
  at: number
  value: T
}

/** What is told at a time: numbers, of which null is not known. */
type Figures<K extends string> = Record<K, number | null>

interface RecorderOptions<K extends string> {
  /** Types of messages to hear. */
  types: string[]
  /** Of whom it tells and what; null: nothing to keep. */
  read: (message: Message) => { character: string; value: Figures<K> } | null
  /** The numbers of a value. */
  columns: readonly K[]
  /** Whether seven digits of a number are not enough. */
  exact?: boolean
  /** How far back it remembers, milliseconds. */
  span: number
  /** Within so many milliseconds the newest value replaces the one before, until there are too many. */
  step: number
  /**
   * So many values of a character are enough for a chart as wide as a window. When there are more, every second
   * one goes, and the steps are twice as long from then on.
   */
  most: number
}

/** What was told of one character. */
interface Told {
  rows: Rows
  step: number
}

// So many characters at once are remembered; whoever was heard of longest ago is forgotten first.
const MOST_CHARACTERS = 250
// Many characters tell something many times a second; a chart need not follow each of it.
const TOLD_WITHIN = 500

/**
 * Remembers what was told of each character in the last while, as far as this page heard it: the server
 * does not store it. It listens from when it is first asked, and holds a bounded amount.
 */
export class Recorder<K extends string> {
  private readonly characters = new Map<string, Told>()
  private readonly listeners = new Set<() => void>()
  private version = 0
  private told = 0
  private timer: ReturnType<typeof setTimeout> | null = null

  constructor(
    private readonly options: RecorderOptions<K>,
    private readonly now: () => number,
  ) {}

  hear(message: Message): void {
    const told = this.options.read(message)
    if (told) this.add(told.character, told.value)
  }

  add(character: string, value: Figures<K>): void {
    const { step, columns, most, exact } = this.options
    const kept = this.characters.get(character) ?? { rows: new Rows(columns.length, most, exact), step }
    this.keep(
      kept,
      this.now(),
      columns.map(column => value[column] ?? Number.NaN),
    )
    this.characters.delete(character)
    this.characters.set(character, kept)
    if (this.characters.size > MOST_CHARACTERS) {
      this.characters.delete(this.characters.keys().next().value as string)
    }
    this.version++
    this.timer ??= setTimeout(this.tell, TOLD_WITHIN)
  }

  private keep(kept: Told, at: number, figures: number[]): void {
    const { rows } = kept
    const last = rows.length - 1
    const stepOf = (time: number) => Math.floor(time / kept.step)
    if (last >= 0 && kept.step > 0 && stepOf(rows.time(last)) === stepOf(at)) {
      rows.write(last, rows.time(last), figures)
      return
    }
    rows.dropBefore(at - this.options.span)
    if (rows.length >= this.options.most) {
      rows.thin()
      kept.step *= 2
    }
    rows.push(at, figures)
  }

  private readonly tell = (): void => {
    this.timer = null
    this.told = this.version
    for (const listener of this.listeners) listener()
  }

  of(character: string): Recorded<Figures<K>>[] {
    const rows = this.characters.get(character)?.rows
    return Array.from({ length: rows?.length ?? 0 }, (_, row) => ({
      at: rows!.time(row),
      value: this.read(rows!, row),
    }))
  }

  private read(rows: Rows, row: number): Figures<K> {
    const figures = this.options.columns.map((column, index) => {
      const value = rows.value(row, index)
      return [column, Number.isNaN(value) ? null : value]
    })
    return Object.fromEntries(figures) as Figures<K>
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /** Changes whenever listeners are told. */
  readonly getVersion = (): number => this.told
}

/** A recorder for each feed, made and set to listen when it is first asked for. */
export function recorderFor<K extends string>(options: RecorderOptions<K>): (feed: LiveFeed) => Recorder<K> {
  const made = new WeakMap<LiveFeed, Recorder<K>>()
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
