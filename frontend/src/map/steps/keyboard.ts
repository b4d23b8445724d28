import { MapCursor } from './cursor'
import type { Step, Stop } from './steps'
import type { Shown } from './stops'

/**
 * Why the keyboard stands where it does: it went there, somebody was pointed out there, what it stood at has gone,
 * or it was asked to leave.
 */
export type StepReason = 'stepped' | 'chosen' | 'gone' | 'left'

/** What the map does for the keyboard. */
export interface KeyboardHost {
  shown(): Shown
  /** Points at what the keyboard stands at, or at nothing. */
  point(stop: Stop | null): void
  /** Opens what a click would open; `more`: with all that is known. Tells whether somebody is only pointed out. */
  open(stop: Stop, more: boolean): boolean
  /** The keyboard has come to something; null: to nothing. */
  onStep(step: Step | null, why: StepReason): void
}

/** Lets the keyboard step through what is in view, for as long as the map has the focus. */
export class MapKeyboard {
  private readonly cursor: MapCursor
  private readonly abort = new AbortController()

  constructor(
    private readonly element: HTMLElement,
    private readonly host: KeyboardHost,
  ) {
    this.cursor = new MapCursor(() => host.shown())
    const { signal } = this.abort
    element.addEventListener('blur', () => this.blur(), { signal })
    element.addEventListener('focus', () => this.focus(), { signal })
    element.addEventListener('pointerdown', () => this.leave(), { signal })
  }

  close(): void {
    this.abort.abort()
  }

  /** Where the keyboard stands now. */
  get at(): Stop | null {
    return this.cursor.at
  }

  /** Goes on to the next of what is in view, or to the one before. */
  step(way: 1 | -1, charactersOnly: boolean): void {
    this.element.focus({ preventScroll: true })
    this.tell(this.cursor.step(way, charactersOnly), 'stepped')
  }

  /** Opens what it stands at. Tells whether it stands anywhere. */
  open(more: boolean): boolean {
    const { at } = this.cursor
    if (!at) return false
    if (at.pointed.kind === 'crowd') this.cursor.enter(at.pointed.names)
    if (this.host.open(at, more)) this.host.onStep({ stop: at, number: 0, of: 0 }, 'chosen')
    return true
  }

  /** It stands nowhere any more. Tells whether it did before. */
  leave(): boolean {
    const stood = this.cursor.leave()
    if (stood) this.tell(null, 'left')
    return stood
  }

  /** What it stands at may have moved, or gone. */
  follow(): void {
    const { cursor } = this
    if (!cursor.at) return
    if (cursor.refresh()) this.tell(null, 'gone')
    else this.host.point(cursor.at)
  }

  /** The map has come to rest. */
  rest(): void {
    const step = this.cursor.rest()
    if (step) this.tell(step, 'stepped')
  }

  private blur(): void {
    if (!this.cursor.at) return
    this.cursor.hide()
    this.host.point(null)
  }

  private focus(): void {
    this.cursor.show()
    if (this.cursor.at) this.host.point(this.cursor.at)
  }

  private tell(step: Step | null, why: StepReason): void {
    this.host.onStep(step, why)
    this.host.point(step?.stop ?? null)
  }
}
