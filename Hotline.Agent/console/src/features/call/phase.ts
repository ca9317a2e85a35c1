import type { CallState } from '../../generated/hub'

/** What the call panel shows and offers in each state a desk's call can be in. */
export interface Phase {
  readonly tone: 'calm' | 'good' | 'warn'
  /** Which clock runs in the large figures. */
  readonly clock: 'sinceAccepted' | 'sinceConnected' | 'talked'
  readonly canHold: boolean
  readonly canMute: boolean
  readonly canEnd: boolean
  readonly canFinish: boolean
}

const ringing: Phase = { tone: 'calm', clock: 'sinceAccepted', canHold: false, canMute: false, canEnd: true, canFinish: false }
const over: Phase = { tone: 'warn', clock: 'talked', canHold: false, canMute: false, canEnd: false, canFinish: true }

export function phaseOf(state: CallState): Phase {
  switch (state) {
    // Accepted calls only: the earlier names appear for the moment in which the live state is ahead of the snapshot.
    case 'Greeted':
    case 'Waiting':
    case 'Offered':
    case 'Ringing':
      return ringing
    case 'Connected':
      return { tone: 'good', clock: 'sinceConnected', canHold: true, canMute: true, canEnd: true, canFinish: false }
    case 'Held':
      return { tone: 'warn', clock: 'sinceConnected', canHold: true, canMute: true, canEnd: true, canFinish: false }
    case 'WrapUp':
    case 'Closed':
    case 'Abandoned':
    case 'CallbackBooked':
    case 'Voicemail':
    case 'Overflowed':
    case 'Failed':
      return over
  }
}
