/** What is left of a span, for a ring: whole seconds shown, and the part left from 1 down to 0. */
export interface Countdown {
  readonly seconds: number
  readonly part: number
  readonly over: boolean
}

/** Counts from `from` to `until` (server times) at `now` (server milliseconds). A second is shown until it is used up, so 1 is the last before over. */
export function countdown(from: string, until: string, now: number): Countdown {
  const start = Date.parse(from)
  const end = Date.parse(until)
  const whole = Math.max(1, end - start)
  // The estimate of the server clock may be a little behind the moment the span began.
  const left = Math.min(whole, Math.max(0, end - now))
  return { seconds: Math.ceil(left / 1_000), part: left / whole, over: left === 0 }
}
