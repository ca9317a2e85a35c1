import type { TFunction } from 'i18next'
import type { ContactView } from '../generated/api'

/** What the gate says, as one line: `可以致电：先确认是她本人` or `不可短信：没有记录`. */
export const verdictWords = (t: TFunction, { act, may, reason, how }: ContactView): string =>
  t(may ? 'care.verdict.yes' : 'care.verdict.no', { act: t(`care.act.${act}`), why: may ? t(`care.how.${how}`) : t(`care.reason.${reason}`) })
