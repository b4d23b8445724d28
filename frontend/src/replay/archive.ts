import { ApiError } from '../live/api'
import { type Chunk, readChunk } from './chunk'
import { beginOf, type Level } from './levels'

export interface ArchiveOptions {
  fetchJson: (path: string) => Promise<unknown>
  /** The server's time, milliseconds. */
  now: () => number
  /** Something has come, or cannot be read. */
  onChange: () => void
}

interface Kept {
  chunk: Chunk
  /** What is later had not all been stored when this was read. */
  completeTo: number
  used: number
}

// So many stretches stay: some hours at the coarsest, half an hour at the finest, ten megabytes in all.
const MOST_KEPT = 40
// A handle that is dragged across the week asks for what is under it now, not for all it passed.
const MOST_ASKED = 2
// What was received is stored within this, as a rule within one second.
const STORED_AFTER = 10_000
const RETRY = 5000

/** Reads stretches of the past as they are wanted, and keeps those that were used last. */
export class Archive {
  error: ApiError | null = null
  private readonly kept = new Map<string, Kept>()
  private readonly asked = new Set<string>()
  private uses = 0
  private retry: ReturnType<typeof setTimeout> | null = null

  constructor(private readonly options: ArchiveOptions) {}

  /** The stretch with this time in it; null: it is not here yet. */
  get(level: Level, time: number): Chunk | null {
    const kept = this.kept.get(keyOf(level, time))
    if (!kept || kept.completeTo < time) return null
    kept.used = ++this.uses
    return kept.chunk
  }

  /** Like get, but takes what there is: what comes before the time may be there already. */
  peek(level: Level, time: number): Chunk | null {
    return this.kept.get(keyOf(level, time))?.chunk ?? null
  }

  /** Asks for the stretch unless it is here or on its way. */
  want(level: Level, time: number): void {
    const key = keyOf(level, time)
    const isHere = (this.kept.get(key)?.completeTo ?? Number.NEGATIVE_INFINITY) >= time
    if (isHere || this.retry || this.asked.has(key) || this.asked.size >= MOST_ASKED) return
    this.asked.add(key)
    this.read(level, time, key)
  }

  close(): void {
    if (this.retry) clearTimeout(this.retry)
    this.retry = null
  }

  private async read(level: Level, time: number, key: string): Promise<void> {
    const from = beginOf(level, time)
    const to = from + level.length
    const completeTo = Math.min(to, this.options.now() - STORED_AFTER)
    const iso = (at: number) => encodeURIComponent(new Date(at).toISOString())
    try {
      const path = `/replay?from=${iso(from)}&to=${iso(to)}&step=${level.step / 1000}s`
      const chunk = readChunk(await this.options.fetchJson(path))
      this.kept.set(key, {
        chunk,
        completeTo: completeTo === to ? Number.POSITIVE_INFINITY : completeTo,
        used: ++this.uses,
      })
      this.error = null
      this.forget()
    } catch (error) {
      this.error = error instanceof ApiError ? error : new ApiError(0, 'unreadable', String(error))
      this.retryAfter((this.error.retryAfter ?? 0) * 1000)
    }
    this.asked.delete(key)
    this.options.onChange()
  }

  /** Nothing is asked for until a while has passed. */
  private retryAfter(wait: number): void {
    this.close()
    this.retry = setTimeout(
      () => {
        this.retry = null
        this.options.onChange()
      },
      Math.max(RETRY, wait),
    )
  }

  private forget(): void {
    while (this.kept.size > MOST_KEPT) {
      const [oldest] = [...this.kept].reduce((a, b) => (b[1].used < a[1].used ? b : a))
      this.kept.delete(oldest)
    }
  }
}

function keyOf(level: Level, time: number): string {
  return `${level.step} ${beginOf(level, time)}`
}
