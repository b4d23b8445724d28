import type { Insets } from './camera'
import type { Rect } from './graticule'

// Looking is not free: what stands in front of the map is looked up this often at most, in milliseconds.
const EVERY = 200

/** What stands in front of the map, so that names and coordinates keep clear of it. */
export class Covers {
  private rects: Rect[] = []
  private measuredAt = Number.NEGATIVE_INFINITY
  private looking: IntersectionObserver | null = null

  /** Looks at everything beside the map's surface that is marked `data-covers-map`. */
  constructor(
    private readonly surface: HTMLElement,
    /** Something else stands in front than was said last. */
    private readonly onChange: () => void,
  ) {}

  close(): void {
    this.looking?.disconnect()
  }

  /** The layout has changed: the next look is a fresh one. */
  invalidate(): void {
    this.measuredAt = Number.NEGATIVE_INFINITY
  }

  /** In CSS pixels of the map, as they were a moment ago. */
  get(now: number, insets: Insets): Rect[] {
    if (this.measuredAt === Number.NEGATIVE_INFINITY) {
      const boxes = this.elements().map(each => each.getBoundingClientRect())
      this.rects = rectsOf(this.surface.getBoundingClientRect(), boxes, insets)
      this.measuredAt = now
    } else if (!this.looking && now - this.measuredAt >= EVERY) {
      this.measuredAt = now
      this.look(insets)
    }
    return this.rects
  }

  /** Has the browser tell the boxes once it has laid out everything; to ask for them lays it out once more. */
  private look(insets: Insets): void {
    this.looking = new IntersectionObserver(entries => {
      this.looking?.disconnect()
      this.looking = null
      const own = entries.find(entry => entry.target === this.surface)
      if (!own) return
      const boxes = entries.filter(entry => entry !== own).map(entry => entry.boundingClientRect)
      const before = this.rects.join()
      this.rects = rectsOf(own.boundingClientRect, boxes, insets)
      if (this.rects.join() !== before) this.onChange()
    })
    for (const element of [this.surface, ...this.elements()]) this.looking.observe(element)
  }

  private elements(): Element[] {
    return [...(this.surface.parentElement?.querySelectorAll('[data-covers-map]') ?? [])]
  }
}

function rectsOf(own: DOMRectReadOnly, boxes: readonly DOMRectReadOnly[], insets: Insets): Rect[] {
  const rects = boxes.map(
    box => [box.left - own.left, box.top - own.top, box.right - own.left, box.bottom - own.top] as Rect,
  )
  if (insets.bottom > 0) rects.push([0, own.height - insets.bottom, own.width, own.height])
  return rects
}
