import { isRecord, readNumber, readTime } from '../live/player'

/** Where everybody was at each step of a stretch of time. Times are the server's, in milliseconds. */
export interface Chunk {
  from: number
  /** Between two frames. */
  step: number
  /** How many frames there are; the last one shows the end. */
  frames: number
  tracks: ReadonlyMap<string, Track>
}

/** One character's places by frame, in map units; NaN where it was not there. */
export interface Track {
  ew: Float32Array
  ns: Float32Array
}

// More than any answer that this page asks for.
const MOST_FRAMES = 10_000

/** Reads the body of `GET /replay`. Throws at what makes no sense: places that are wrong are worse than none. */
export function readChunk(body: unknown): Chunk {
  const row = isRecord(body) ? body : {}
  const from = readTime(row.from)
  const seconds = readNumber(row.step_seconds)
  const scale = readNumber(row.scale)
  const { characters, frames } = row
  if (from === null || !seconds || seconds <= 0 || !scale || !Array.isArray(characters)) throw nonsense()
  if (!Array.isArray(frames) || frames.length > MOST_FRAMES) throw nonsense()
  const pens = characters.map(name => new Pen(String(name), frames.length, scale))
  frames.forEach((frame, k) => {
    if (!Array.isArray(frame)) throw nonsense()
    for (const pen of pens) pen.keep(k)
    for (const index of numbers(frame[1] ?? [])) penAt(pens, index).leave(k)
    const moves = numbers(frame[0] ?? [])
    for (let i = 0, index = -1; i < moves.length; i += 3) {
      index += moves[i]!
      penAt(pens, index).move(k, moves[i + 1] ?? Number.NaN, moves[i + 2] ?? Number.NaN)
    }
  })
  const tracks = new Map(pens.filter(pen => pen.seen).map(pen => [pen.name, pen.track]))
  return { from, step: seconds * 1000, frames: frames.length, tracks }
}

/** Writes one character's track from the changes of its place. */
class Pen {
  readonly track: Track
  seen = false
  private ew = 0
  private ns = 0

  constructor(
    readonly name: string,
    frames: number,
    private readonly scale: number,
  ) {
    this.track = { ew: new Float32Array(frames).fill(Number.NaN), ns: new Float32Array(frames) }
  }

  /** As in the frame before, until something else is said. */
  keep(k: number): void {
    if (k === 0) return
    this.track.ew[k] = this.track.ew[k - 1]!
    this.track.ns[k] = this.track.ns[k - 1]!
  }

  leave(k: number): void {
    this.track.ew[k] = Number.NaN
  }

  move(k: number, ew: number, ns: number): void {
    if (Number.isNaN(ew) || Number.isNaN(ns)) throw nonsense()
    this.ew += ew
    this.ns += ns
    this.track.ew[k] = this.ew / this.scale
    this.track.ns[k] = this.ns / this.scale
    this.seen = true
  }
}

function penAt(pens: Pen[], index: number): Pen {
  const pen = pens[index]
  if (!pen) throw nonsense()
  return pen
}

function numbers(list: unknown): number[] {
  if (!Array.isArray(list) || !list.every(Number.isFinite)) throw nonsense()
  return list
}

const nonsense = () => new Error('the replay cannot be read')
