import type { TFunction } from 'i18next'
import type { TimelineEntry } from '../../generated/api'
import zh from '../../i18n/zh-CN.json'

const groups = { cause: zh.crisis.cause, level: zh.crisis.level, service: zh.crisis.service, step: zh.crisis.step, closed: zh.crisis.closed, news: zh.crisis.news, how: zh.crisis.how } as const

/** A code of the record by its name; one this page does not know as it is. */
function named(t: TFunction, group: keyof typeof groups, code: string | undefined): string | null {
  if (code === undefined || code === '') return null
  const known = Object.keys(groups[group]).find((name) => name.toLowerCase() === code.toLowerCase())
  return known ? (t as (key: string) => string)(`crisis.${group}.${known}`) : code
}

/** What the record says of an entry beside its kind and its time. */
export function toldOf(t: TFunction, { kind, detail }: Pick<TimelineEntry, 'kind' | 'detail'>): string {
  const told = (() => {
    switch (kind) {
      case 'escalation.raised':
      case 'escalation.cause':
        return [named(t, 'cause', detail['cause'])]
      case 'escalation.paged':
        return [named(t, 'how', detail['how'] === 'console' ? '' : detail['how']), named(t, 'level', detail['level']), detail['round'] ? t('crisis.round', { n: detail['round'] }) : null]
      case 'escalation.acknowledged':
        return [detail['how'] === 'telephone' ? t('crisis.byTelephone') : null]
      case 'escalation.handed-back':
        return [detail['by'] === 'time' ? t('crisis.byTime') : null]
      case 'escalation.rescue':
        return [named(t, 'service', detail['service']), named(t, 'step', detail['step']), detail['how'] === 'overdue' ? t('crisis.rescue.overdue') : null]
      case 'escalation.progress':
        return [detail['what'] === 'joined' ? t('crisis.joined') : named(t, 'news', detail['what'])]
      case 'escalation.closed':
        return [detail['into'] ? t('crisis.joined') : named(t, 'closed', detail['outcome'])]
      default:
        return []
    }
  })()
  return told.filter((word) => word !== null).join(' · ')
}
