import type { OfferOutcome } from '../../generated/hub'

export type ShownOutcome = OfferOutcome | 'Unreachable'

/** How an answer to an offer is told: not at all when it simply worked. */
export function outcomeTone(outcome: ShownOutcome): 'silent' | 'info' | 'warning' {
  switch (outcome) {
    case 'Done':
      return 'silent'
    case 'Expired':
    case 'NotYours':
    case 'AlreadyTaken':
    case 'CallerGone':
      return 'info'
    case 'Degraded':
    case 'Unreachable':
      return 'warning'
  }
}
