import { HttpError, type IRetryPolicy, type RetryContext } from '@microsoft/signalr'

const steps = [0, 500, 1_000, 2_000, 4_000]
const capMs = 5_000

/** Waits before the n-th new attempt: quick at first, then every 5 s for ever, spread a little so that a whole shift does not knock at once. */
export function backOff(attempt: number, random: () => number = Math.random): number {
  const step = steps[attempt] ?? capMs
  return Math.round(step * (0.8 + 0.4 * random()))
}

/** 401 is no fault of the line: the session is over and trying again cannot help. */
export const isSignedOut = (reason: unknown): boolean =>
  (reason instanceof HttpError && reason.statusCode === 401) || (reason instanceof Error && /\b401\b/.test(reason.message))

export const forEver: IRetryPolicy = {
  nextRetryDelayInMilliseconds: (context: RetryContext) =>
    isSignedOut(context.retryReason) ? null : backOff(context.previousRetryCount),
}
