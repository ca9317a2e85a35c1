import type { CrisisSnapshot } from '../generated/hub'
import { isLate } from './late'

/** The open escalations as shown, and the connection they came by. */
export interface ShownCrisis {
  readonly line: number
  readonly crisis: CrisisSnapshot
}

/**
 * What to show after `incoming`. A server that cannot see the live state knows of no escalation that ended: what was open stays open, and
 * its alarm on, until somebody can see.
 */
export function takeCrisis(shown: ShownCrisis | undefined, incoming: CrisisSnapshot, line: number): ShownCrisis {
  if (!shown) return { line, crisis: incoming }
  if (incoming.degraded) return { line: shown.line, crisis: { ...shown.crisis, degraded: true } }
  return shown.line === line && isLate(shown.crisis, incoming) ? shown : { line, crisis: incoming }
}
