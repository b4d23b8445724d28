// Most keep few rows: room for more is made as they come.
const FIRST_ROOM = 16

/**
 * Rows of numbers over time, the oldest first, side by side in typed arrays: an object for each would take four
 * times the memory, and would have to be collected one by one. Beyond the most the oldest make room for the newest.
 */
export class Rows {
  private size = 0
  /** Where the oldest row lies; the others follow it around the end. */
  private first = 0
  private room: number
  private times: Float64Array
  private values: Float32Array | Float64Array

  constructor(
    /** Numbers of each row besides its time. NaN stands for what is not known. */
    private readonly width: number,
    private readonly most: number,
    /** Whether seven digits of a value are not enough. */
    private readonly exact = false,
  ) {
    this.room = Math.min(FIRST_ROOM, most)
    this.times = new Float64Array(this.room)
    this.values = this.columns(this.room)
  }

  get length(): number {
    return this.size
  }

  /** When a row was; milliseconds. */
  time(row: number): number {
    return this.times[(this.first + row) % this.room]!
  }

  value(row: number, column: number): number {
    return this.values[((this.first + row) % this.room) * this.width + column]!
  }

  push(at: number, values: readonly number[]): void {
    if (this.size === this.room && this.room < this.most) this.keep(this.size, 1, this.room * 2)
    if (this.size === this.room) this.drop(1)
    this.size++
    this.write(this.size - 1, at, values)
  }

  write(row: number, at: number, values: readonly number[]): void {
    const slot = (this.first + row) % this.room
    this.times[slot] = at
    this.values.set(values, slot * this.width)
  }

  /** Lets go of so many of the oldest. */
  drop(count: number): void {
    this.size = Math.max(0, this.size - count)
    this.first = this.size === 0 ? 0 : (this.first + count) % this.room
  }

  /** Lets go of all that is older than a time. */
  dropBefore(at: number): void {
    let count = 0
    while (count < this.size && this.time(count) < at) count++
    if (count > 0) this.drop(count)
  }

  /** Lets go of every second row; the newest stays. */
  thin(): void {
    this.keep(Math.ceil(this.size / 2), 2, this.room)
  }

  /** Lays so many of the newest rows, every so manieth of them, into arrays with this much room. */
  private keep(count: number, every: number, room: number): void {
    const next = Math.min(room, this.most)
    const [times, values] = [new Float64Array(next), this.columns(next)]
    for (let row = 0; row < count; row++) {
      const from = this.size - 1 - (count - 1 - row) * every
      times[row] = this.time(from)
      for (let column = 0; column < this.width; column++) {
        values[row * this.width + column] = this.value(from, column)
      }
    }
    this.times = times
    this.values = values
    this.room = next
    this.size = count
    this.first = 0
  }

  private columns(room: number): Float32Array | Float64Array {
    return this.exact ? new Float64Array(room * this.width) : new Float32Array(room * this.width)
  }
}
