const steps = [0, 500, 1_000, 2_000, 4_000]
const capMs = 5_000

/** Waits before the n-th new attempt: quick at first, then every 5 s for ever, spread a little so that a whole shift does not knock at once. */
export function backOff(attempt: number, random: () => number = Math.random): number {
  const step = steps[attempt] ?? capMs
  return Math.round(step * (0.8 + 0.4 * random()))
}

/** A browser does not say why a socket was refused, so the host is asked: 401 is no fault of the line, the session is over. */
export async function isSignedOut(): Promise<boolean> {
  try {
    return (await fetch('/api/session', { signal: AbortSignal.timeout(capMs) })).status === 401
  } catch {
    return false
  }
}
