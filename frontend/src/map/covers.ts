import type { Insets } from './camera'
import type { Rect } from './graticule'

// Measuring is not free: what stands in front of the map is looked up this often at most, in milliseconds.
const EVERY = 200

/** What stands in front of the map, so that names and coordinates keep clear of it. */
export class Covers {
  private rects: Rect[] = []
  private measuredAt = Number.NEGATIVE_INFINITY

  /** Looks at everything beside the map's surface that is marked `data-covers-map`. */
  constructor(private readonly surface: HTMLElement) {}

  /** The layout has changed: the next look is a fresh one. */
  invalidate(): void {
    this.measuredAt = Number.NEGATIVE_INFINITY
  }

  /** In CSS pixels of the map. */
  get(now: number, insets: Insets): Rect[] {
    if (now - this.measuredAt >= EVERY) {
      this.rects = this.measure(insets)
      this.measuredAt = now
    }
    return this.rects
  }

  private measure(insets: Insets): Rect[] {
    const own = this.surface.getBoundingClientRect()
    const covers = this.surface.parentElement?.querySelectorAll('[data-covers-map]') ?? []
    const rects = [...covers].map(cover => {
      const box = cover.getBoundingClientRect()
      return [box.left - own.left, box.top - own.top, box.right - own.left, box.bottom - own.top] as Rect
    })
    if (insets.bottom > 0) rects.push([0, own.height - insets.bottom, own.width, own.height])
    return rects
  }
}
