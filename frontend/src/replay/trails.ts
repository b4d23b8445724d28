import { Trail, type TrailLine } from '../live/trails'
import type { Chunk } from './chunk'

// As live: the last ten minutes.
const TRAIL = 600_000
// A frame each second at most, twice over.
const MOST_POINTS = 1200

/** Everybody's way before a time of the past, as the map draws trails. */
export class PastTrails {
  /** Rises with every change, so that a drawing of it knows when it is out of date. */
  version = 0
  /** While minutes go by in a second a picture lasts only so many milliseconds; one that stays must be right. */
  lasts = 0
  private chunks: readonly Chunk[] = []
  private time = 0
  private frame = ''
  private readonly lines = new Map<string, TrailLine>()

  /** Shows the ways up to a time within the last of these stretches, which follow each other. */
  show(chunks: readonly Chunk[], time: number): void {
    const last = chunks.at(-1)
    const frame = last ? `${chunks[0]!.from} ${last.from} ${last.frames} ${Math.floor(time / last.step)}` : ''
    this.time = time
    this.chunks = chunks
    if (frame === this.frame) return
    this.frame = frame
    this.lines.clear()
    this.version++
  }

  /** Ends with the frame that is to come, as a live trail ends with the place that its marker is bound for. */
  get(name: string): TrailLine {
    let line = this.lines.get(name)
    if (!line) {
      line = this.trace(name)
      this.lines.set(name, line)
    }
    return line
  }

  private trace(name: string): Trail {
    const line = new Trail(MOST_POINTS)
    for (const { from, step, frames, tracks } of this.chunks) {
      const track = tracks.get(name)
      if (!track) continue
      const first = Math.max(0, Math.ceil((this.time - TRAIL - from) / step))
      const last = Math.min(frames - 1, Math.floor((this.time - from) / step) + 1)
      for (let k = first; k <= last; k++) {
        const [ew, ns] = [track.ew[k]!, track.ns[k]!]
        if (!Number.isNaN(ew)) line.push({ at: from + k * step, ew, ns })
      }
    }
    return line
  }
}
