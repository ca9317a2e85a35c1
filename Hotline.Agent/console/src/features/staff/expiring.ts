import { expiryOf } from '../../elements/expiry'
import type { StaffView } from '../../generated/api'

export interface Expiring {
  readonly name: string
  readonly skill: string
  readonly until: string
}

/** The skills of people at work that will soon be over, the nearest first. */
export const expiringSoon = (staff: readonly StaffView[], today: string): Expiring[] =>
  staff
    .filter((who) => who.enabled)
    .flatMap((who) => who.skills.map((s) => ({ name: who.displayName, skill: s.skill, until: s.until ?? '' })))
    .filter((s) => expiryOf(s.until || null, today) === 'soon')
    .sort((a, b) => a.until.localeCompare(b.until))
