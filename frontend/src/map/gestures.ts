/** What is moved: the map, or a plan. Pixels and places are CSS pixels of the element. */
export interface Movable {
  stop(): void
  dragBy(dx: number, dy: number): void
  pinchBy(factor: number, x: number, y: number, dx: number, dy: number): void
  endPinch(): void
  zoomBy(factor: number, x: number, y: number): void
  /** Let go with a speed, pixels a millisecond. */
  throwBy(vx: number, vy: number): void
}

/** What the pointer did that is no movement of the map. */
export interface GestureEvents {
  /** The pointer is here now; null once it left. Not told while dragging. */
  onPoint(at: { x: number; y: number } | null, touch: boolean): void
  onClick(x: number, y: number, touch: boolean): void
  /** More is asked for about a place: the right button, a long press, or the menu key. */
  onMenu(x: number, y: number): void
  /** The map was moved by hand. */
  onDrag(): void
  onChange(): void
}

// A finger trembles more than a mouse.
const CLICK_REACH = { mouse: 4, touch: 10 }
const DOUBLE_TAP = 300
// Speeds are taken over the last moments only: who stops before letting go does not throw.
const SPEED_WINDOW = 80
// A notch of a mouse wheel is 100 pixels and zooms by a quarter; trackpads send many small steps.
const WHEEL_RATE = 0.0022
const PINCH_RATE = 0.01
const LINE_PIXELS = 33
// A finger that rests so long asks for the menu, in milliseconds.
const LONG_PRESS = 550

interface Finger {
  x: number
  y: number
}

/** Mouse, fingers and wheel on the map, or on a plan. */
export class Gestures {
  private readonly fingers = new Map<number, Finger>()
  private path: { x: number; y: number; at: number }[] = []
  private travelled = 0
  private lastTap = { at: 0, x: 0, y: 0 }
  private press: ReturnType<typeof setTimeout> | null = null
  private readonly abort = new AbortController()

  constructor(
    private readonly element: HTMLElement,
    private readonly camera: Movable,
    private readonly events: GestureEvents,
  ) {
    const { signal } = this.abort
    element.addEventListener('pointerdown', event => this.down(event), { signal })
    element.addEventListener('pointermove', event => this.move(event), { signal })
    element.addEventListener('pointerup', event => this.up(event, true), { signal })
    element.addEventListener('pointercancel', event => this.up(event, false), { signal })
    element.addEventListener('pointerleave', () => this.events.onPoint(null, false), { signal })
    element.addEventListener('dblclick', event => this.doubleClick(event), { signal })
    element.addEventListener('contextmenu', event => this.menu(event), { signal })
    element.addEventListener('wheel', event => this.wheel(event), { signal, passive: false })
  }

  close(): void {
    this.endPress()
    this.abort.abort()
  }

  private at(event: MouseEvent): Finger {
    const box = this.element.getBoundingClientRect()
    return { x: event.clientX - box.left, y: event.clientY - box.top }
  }

  private down(event: PointerEvent): void {
    if (event.button !== 0) return
    const at = this.at(event)
    this.element.setPointerCapture(event.pointerId)
    this.camera.stop()
    if (this.fingers.size === 0) this.travelled = 0
    this.fingers.set(event.pointerId, at)
    this.path = [{ ...at, at: event.timeStamp }]
    this.endPress()
    if (event.pointerType === 'touch' && this.fingers.size === 1) {
      this.press = setTimeout(() => this.longPress(event.pointerId, at), LONG_PRESS)
    }
  }

  /** What follows of that press is no click and no drag any more. */
  private longPress(id: number, at: Finger): void {
    if (this.travelled >= CLICK_REACH.touch || !this.fingers.delete(id)) return
    this.events.onMenu(at.x, at.y)
  }

  private endPress(): void {
    if (this.press) clearTimeout(this.press)
    this.press = null
  }

  private menu(event: MouseEvent): void {
    event.preventDefault()
    // Touch screens tell a long press themselves, some before and some after it was noticed here.
    if ('pointerType' in event && event.pointerType === 'touch') return
    const box = this.element.getBoundingClientRect()
    const keyboard = event.clientX === 0 && event.clientY === 0
    if (keyboard) this.events.onMenu(box.width / 2, box.height / 2)
    else this.events.onMenu(event.clientX - box.left, event.clientY - box.top)
  }

  private move(event: PointerEvent): void {
    const at = this.at(event)
    const before = this.fingers.get(event.pointerId)
    if (!before) {
      this.events.onPoint(at, event.pointerType === 'touch')
      return
    }
    this.travelled += Math.hypot(at.x - before.x, at.y - before.y)
    const other = this.otherFinger(event.pointerId)
    this.fingers.set(event.pointerId, at)
    if (this.travelled < reach(event)) return
    if (other) this.pinch(before, at, other)
    else this.camera.dragBy(at.x - before.x, at.y - before.y)
    this.path = [
      ...this.path.filter(point => event.timeStamp - point.at < SPEED_WINDOW),
      { ...at, at: event.timeStamp },
    ]
    this.events.onDrag()
  }

  private pinch(before: Finger, at: Finger, other: Finger): void {
    const apart = (a: Finger) => Math.max(10, Math.hypot(a.x - other.x, a.y - other.y))
    const factor = apart(at) / apart(before)
    const dx = (at.x - before.x) / 2
    const dy = (at.y - before.y) / 2
    this.camera.pinchBy(factor, (at.x + other.x) / 2, (at.y + other.y) / 2, dx, dy)
  }

  private up(event: PointerEvent, done: boolean): void {
    this.endPress()
    const at = this.fingers.get(event.pointerId)
    if (!at) return
    this.fingers.delete(event.pointerId)
    this.camera.endPinch()
    this.events.onChange()
    if (this.fingers.size > 0 || !done) return
    if (this.travelled < reach(event)) this.click(event, at)
    else this.letGo(event)
  }

  private click(event: PointerEvent, at: Finger): void {
    const touch = event.pointerType === 'touch'
    const { lastTap } = this
    const again =
      event.timeStamp - lastTap.at < DOUBLE_TAP && Math.hypot(at.x - lastTap.x, at.y - lastTap.y) < 30
    if (touch && again) {
      this.camera.zoomBy(2, at.x, at.y)
      this.events.onChange()
      return
    }
    this.lastTap = { at: event.timeStamp, ...at }
    this.events.onClick(at.x, at.y, touch)
  }

  private letGo(event: PointerEvent): void {
    const recent = this.path.filter(point => event.timeStamp - point.at < SPEED_WINDOW)
    const [first, last] = [recent[0], recent[recent.length - 1]]
    if (!first || !last || last.at <= first.at) return
    const time = last.at - first.at
    this.camera.throwBy((last.x - first.x) / time, (last.y - first.y) / time)
    this.events.onChange()
  }

  private doubleClick(event: MouseEvent): void {
    const { x, y } = this.at(event)
    this.camera.zoomBy(event.shiftKey ? 0.5 : 2, x, y)
    this.events.onChange()
  }

  private wheel(event: WheelEvent): void {
    event.preventDefault()
    const { x, y } = this.at(event)
    const pixels = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? event.deltaY * LINE_PIXELS : event.deltaY
    // Browsers tell a trackpad's pinch as a wheel with Ctrl held.
    const rate = event.ctrlKey ? PINCH_RATE : WHEEL_RATE
    const limited = Math.max(-300, Math.min(300, pixels))
    this.camera.zoomBy(Math.exp(-limited * rate), x, y)
    this.events.onChange()
  }

  private otherFinger(id: number): Finger | null {
    for (const [other, finger] of this.fingers) if (other !== id) return finger
    return null
  }
}

function reach(event: PointerEvent): number {
  return event.pointerType === 'touch' ? CLICK_REACH.touch : CLICK_REACH.mouse
}
