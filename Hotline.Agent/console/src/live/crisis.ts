import type { CrisisChange, CrisisSnapshot } from '../generated/hub'
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

/** What to show after a change; null: something before it was missed, and all of them must be asked for. */
export function takeChange(shown: ShownCrisis | undefined, change: CrisisChange, line: number): ShownCrisis | null {
  if (!shown || shown.line !== line || shown.crisis.version < change.since) return null
  if (shown.crisis.version >= change.version) return shown
  const anew = new Map(change.escalations.map((e) => [e.id, e]))
  const closed = new Set(change.closed)
  const stay = shown.crisis.escalations.filter((e) => !anew.has(e.id) && !closed.has(e.id))
  return { line, crisis: { ...shown.crisis, version: change.version, at: change.at, escalations: [...stay, ...change.escalations], degraded: change.degraded } }
}
