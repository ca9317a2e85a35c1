import type { EscalationOutcome, RaiseView } from '../../generated/hub'

/** The call she had when she pressed; null: none, or the server may say which. */
export interface Wish {
  readonly call: string | null
  readonly at: number
  readonly tries: number
}

/** Her alarm, from the press to the answer. Only `raised` is known to have been heard. */
export type Raise =
  | { readonly is: 'idle' }
  /** To be sent: the line is down, or the server could not. Sent again until it is answered; the server raises it once. */
  | { readonly is: 'waiting'; readonly wish: Wish }
  | { readonly is: 'asking'; readonly wish: Wish }
  | { readonly is: 'raised'; readonly escalation: string }
  | { readonly is: 'refused'; readonly why: Exclude<EscalationOutcome, 'Done'> | 'Late' }

export type RaiseEvent =
  | { readonly on: 'press'; readonly call: string | null; readonly at: number }
  | { readonly on: 'send'; readonly at: number }
  | { readonly on: 'answer'; readonly answer: RaiseView | 'Unreachable' }
  | { readonly on: 'dismiss' }

/** After so long she has found other help, or the danger is another: nothing is sent behind her back. */
const freshMs = 10 * 60_000

export function step(raise: Raise, event: RaiseEvent): Raise {
  switch (event.on) {
    case 'press':
      // A second press is impatience, not a second alarm.
      if (raise.is === 'asking' || raise.is === 'waiting') return raise
      return { is: 'waiting', wish: { call: event.call, at: event.at, tries: 0 } }
    case 'send':
      if (raise.is !== 'waiting') return raise
      if (event.at - raise.wish.at > freshMs) return { is: 'refused', why: 'Late' }
      return { is: 'asking', wish: { ...raise.wish, tries: raise.wish.tries + 1 } }
    case 'answer':
      return raise.is === 'asking' ? answered(raise.wish, event.answer) : raise
    case 'dismiss':
      // What is on its way cannot be taken back any more.
      return raise.is === 'asking' ? raise : { is: 'idle' }
  }
}

function answered(wish: Wish, answer: RaiseView | 'Unreachable'): Raise {
  if (answer === 'Unreachable' || answer.outcome === 'Degraded') return { is: 'waiting', wish }
  if (answer.escalation !== null) return { is: 'raised', escalation: answer.escalation }
  return { is: 'refused', why: answer.outcome === 'Done' ? 'Unknown' : answer.outcome }
}

/** At once the first time, then a little later each time, up to five seconds. */
export const pauseMs = (wish: Wish): number => Math.min(wish.tries * 1_000, 5_000)

/** What outlives a reload of the tab. An alarm on its way may not have arrived. */
export const toKeep = (raise: Raise): Raise => (raise.is === 'asking' ? { is: 'waiting', wish: raise.wish } : raise)
