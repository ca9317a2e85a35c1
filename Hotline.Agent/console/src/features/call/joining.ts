import type { JoinMode, JoinOutcome, RescueService } from '../../generated/hub'

/** Whether the caller hears a helper in this mode: what a helper must know before she speaks. */
export function callerHears(mode: JoinMode): boolean {
  switch (mode) {
    case 'Coach':
      return false
    case 'Party':
    case 'TakeOver':
      return true
  }
}

/** Services that are not in the call yet. */
export const stillCallable = (callable: readonly RescueService[], inCall: readonly { readonly service: RescueService }[]): RescueService[] =>
  callable.filter((service) => !inCall.some((s) => s.service === service))

/** Nothing was wrong: said as information. */
export function joinTone(outcome: JoinOutcome | 'Unreachable'): 'silent' | 'info' | 'warning' {
  switch (outcome) {
    case 'Done':
      return 'silent'
    case 'CallOver':
      return 'info'
    case 'NotNow':
    case 'NotYourEscalation':
    case 'NoTelephone':
    case 'Busy':
    case 'CarrierFailed':
    case 'Degraded':
    case 'Unreachable':
      return 'warning'
  }
}
