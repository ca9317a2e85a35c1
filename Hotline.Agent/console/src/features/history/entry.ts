import type { TFunction } from 'i18next'
import type { TimelineEntry } from '../../generated/api'
import zh from '../../i18n/zh-CN.json'

/** What the record says of an entry beside its kind: of a machine that answered, what it heard and why. A code this page does not know is shown as it is. */
export function toldOf(t: TFunction, { kind, detail }: Pick<TimelineEntry, 'kind' | 'detail'>): string {
  if (kind !== 'callback.machine') return ''
  const named = (group: 'how' | 'reason', code: string | undefined) =>
    code !== undefined && code in zh.care[group] ? (t as (key: string) => string)(`care.${group}.${code}`) : code
  return [named('how', detail['how']), named('reason', detail['reason'])].filter(Boolean).join(' · ')
}
