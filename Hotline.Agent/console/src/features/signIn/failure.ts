import type { TFunction } from 'i18next'
import { Refused, Unreachable } from '../../http/failures'
import { clockTime } from '../../i18n/times'

/** Why she is not in, and what to do. */
export function signInFailure(failure: Error, t: TFunction, language: string): string {
  if (failure instanceof Unreachable) return t('signIn.unreachable')
  if (!(failure instanceof Refused)) return t('signIn.failed')
  const until = failure.problem['until']
  if (typeof until === 'string') return t('signIn.lockedUntil', { time: clockTime(until, language, false) })
  if (failure.status === 423 || failure.status === 429) return t('signIn.locked')
  if (failure.status === 401 || failure.status === 400) return t('signIn.wrong')
  if (failure.status === 403) return t('signIn.disabled')
  return failure.status >= 500 ? t('signIn.serverFault') : t('signIn.failed')
}
