// The server tells of something before its database has it: by a moment, and by many where it has much to do.
const LOOK_AFTER = [1500, 6000, 25_000]

/** Looks some times after it was told of something, until that is stored for sure. */
export class Looks {
  private readonly timers = new Map<number, ReturnType<typeof setTimeout>>()

  constructor(private readonly look: () => void) {}

  /** Something was told. Of much at once the last counts, but for the first look, which is not put off. */
  told(): void {
    for (const [index, wait] of LOOK_AFTER.entries()) {
      if (index === 0 && this.timers.has(wait)) continue
      clearTimeout(this.timers.get(wait))
      this.timers.set(
        wait,
        setTimeout(() => {
          this.timers.delete(wait)
          this.look()
        }, wait),
      )
    }
  }

  stop(): void {
    for (const timer of this.timers.values()) clearTimeout(timer)
    this.timers.clear()
  }
}
