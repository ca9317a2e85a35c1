/**
 * The server's time, learnt from the snapshots. A snapshot is always a little old when it arrives, so every sample puts the server's clock
 * too far back, never forward: the greatest of the recent samples is the best one. Counts on the monotonic clock, so that a corrected PC
 * clock moves no countdown.
 */
export class ServerClock {
  #samples: number[] = []

  constructor(
    private readonly monotonic: () => number = () => performance.now(),
    private readonly wall: () => number = () => Date.now(),
  ) {}

  learn(serverTime: string): void {
    const told = Date.parse(serverTime)
    if (Number.isNaN(told)) return
    this.#samples = [...this.#samples.slice(-7), told - this.monotonic()]
  }

  /** After a pause the monotonic clock may have stood still (a sleeping PC): what was learnt before is worth nothing. */
  forget(): void {
    this.#samples = []
  }

  /** Milliseconds since the epoch, by the server's clock; by this PC's until the first sample. */
  now(): number {
    return this.#samples.length === 0 ? this.wall() : this.monotonic() + Math.max(...this.#samples)
  }
}

export const serverClock = new ServerClock()
