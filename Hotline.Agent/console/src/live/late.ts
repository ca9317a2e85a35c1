interface Stamp {
  readonly version: number
  /** When the server composed it. */
  readonly at: string
}

/** A lower version composed this much later is no late message: the live state was rebuilt and counts afresh. */
const rebuiltAfterMs = 5_000

/**
 * Whether `incoming` is older than what is shown. Push is a hint and may overtake an answer, so a lower version is late; to be asked within
 * one connection only: the first snapshot of a new one is always taken, because the live state may have been rebuilt meanwhile.
 */
export const isLate = (shown: Stamp, incoming: Stamp): boolean =>
  incoming.version < shown.version && Date.parse(incoming.at) - Date.parse(shown.at) <= rebuiltAfterMs
