import type { CrisisSnapshot, EscalationView, RescueStep, RescueView } from '../../generated/hub'

const none: readonly EscalationView[] = []
const oldestFirst = (a: EscalationView, b: EscalationView) => Date.parse(a.raisedAt) - Date.parse(b.raisedAt) || a.id.localeCompare(b.id)

/** What she is called to, oldest first. Who is called is the server's decision: it knows the ladder. */
export const alarming = (crisis: CrisisSnapshot | null): readonly EscalationView[] => crisis?.escalations.filter((e) => e.pagesMe).sort(oldestFirst) ?? none

export const isLateRescue = (e: EscalationView): boolean => e.rescues.some((r) => r.overdue)

/** How much one wants somebody's eyes; the least is the first. */
function urgency(e: EscalationView): number {
  if (e.state === 'Paging') return e.pagesMe ? 0 : 1
  if (e.pagesMe || isLateRescue(e)) return 2
  return e.mine ? 3 : 4
}

/** Without a name on them first, then those of which something is overdue, then her own; the oldest before the newer. */
export const ordered = (escalations: readonly EscalationView[]): readonly EscalationView[] =>
  [...escalations].sort((a, b) => urgency(a) - urgency(b) || oldestFirst(a, b))

export interface CrisisTally {
  readonly unanswered: number
  readonly answered: number
  /** Since when the oldest one without a name stands. */
  readonly oldest: string | null
}

export function tallied(crisis: CrisisSnapshot): CrisisTally {
  const paging = crisis.escalations.filter((e) => e.state === 'Paging').sort(oldestFirst)
  return { unanswered: paging.length, answered: crisis.escalations.length - paging.length, oldest: paging[0]?.raisedAt ?? null }
}

/** The one the list has chosen, or else the first: there is always one to act on while there is any. */
export const chosenOf = (escalations: readonly EscalationView[], id: string | null): EscalationView | null =>
  escalations.find((e) => e.id === id) ?? escalations[0] ?? null

/** What may be noted of a rescue next. News may skip a step: nobody always hears that help has left. */
export function nextSteps(step: RescueStep): readonly RescueStep[] {
  switch (step) {
    case 'Asked':
      return ['Dispatched', 'Arrived', 'Failed', 'Ended']
    case 'Dispatched':
      return ['Arrived', 'Failed', 'Ended']
    case 'Arrived':
      return ['Ended']
    case 'Failed':
    case 'Ended':
      return []
  }
}

/** The rescue whose next step the keys note: the latest that is under way. */
export const underWay = (e: EscalationView): RescueView | null => [...e.rescues].reverse().find((r) => nextSteps(r.step).length > 0) ?? null
