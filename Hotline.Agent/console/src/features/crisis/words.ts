import type { TFunction } from 'i18next'
import type { EscalationCause, EscalationOutcome, EscalationView } from '../../generated/hub'
import { listed } from '../../i18n/names'

export const causesOf = (t: TFunction, causes: readonly EscalationCause[], language: string): string => listed(causes.map((cause) => t(`crisis.cause.${cause}`)), language)

/** What an alarm says aloud: why and where, and no number. It stays the same while the ladder climbs, so that it is not read out at every step. */
export const announced = (t: TFunction, alarms: readonly EscalationView[], language: string): string => {
  const first = alarms[0]
  if (!first) return ''
  const what = t('crisis.alarm.announce', { what: causesOf(t, first.causes, language) })
  return alarms.length > 1 ? `${what} ${t('crisis.alarm.more', { n: alarms.length - 1 })}` : what
}

export type Refusal = Exclude<EscalationOutcome, 'Done'> | 'Unreachable'

/** Why an act was not done; the name of whoever has it, where somebody has. `dutyPhone`: whom to call when it could not be asked for. */
export const refused = (t: TFunction, outcome: Refusal, holder: string | null, dutyPhone: string | null): string => {
  if (outcome === 'AlreadyAcknowledged' && holder) return t('crisis.outcome.Holder', { name: holder })
  const words = t(`crisis.outcome.${outcome}`)
  return outcome === 'Unreachable' ? withDutyPhone(t, words, dutyPhone) : words
}

/** To call somebody is advice only with a number. */
export const withDutyPhone = (t: TFunction, words: string, dutyPhone: string | null): string => (dutyPhone === null ? words : `${words} ${t('crisis.callDuty', { phone: dutyPhone })}`)
