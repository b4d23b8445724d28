type Job = () => void

// People read figures that change four times a second; faster costs more and tells nobody anything.
const PACE = 250

/**
 * Who of all that is open may draw anew in this frame: one after the other, so that much news at once is never
 * one long pause. While nobody looks there are no frames, and nobody has a turn.
 */
export class Turns {
  /** Who waits, and from when on it may have its turn. */
  private readonly waiting = new Map<Job, number>()
  private readonly before = new WeakMap<Job, number>()
  private frame = 0

  constructor(
    private readonly now: () => number = () => performance.now(),
    private readonly request: (tick: () => void) => number = tick => requestAnimationFrame(tick),
  ) {}

  /** Gives the job a turn soon; asked again before that it is still one turn. */
  ask(job: Job): void {
    if (!this.waiting.has(job)) this.waiting.set(job, (this.before.get(job) ?? -PACE) + PACE)
    this.frame ||= this.request(this.tick)
  }

  /** It no longer wants its turn. */
  withdraw(job: Job): void {
    this.waiting.delete(job)
  }

  private readonly tick = (): void => {
    this.frame = 0
    const now = this.now()
    for (const [job, from] of this.waiting) {
      if (from > now) continue
      this.waiting.delete(job)
      this.before.set(job, now)
      job()
      break
    }
    if (this.waiting.size > 0) this.frame ||= this.request(this.tick)
  }
}

export const turns = new Turns()
