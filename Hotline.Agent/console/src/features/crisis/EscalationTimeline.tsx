import { useQuery } from '@tanstack/react-query'
import { Button, Skeleton, Timeline } from 'antd'
import { useTranslation } from 'react-i18next'
import { At } from '../../elements/When'
import type { TimelineEntry } from '../../generated/api'
import { ask } from '../../http/ask'
import { keys } from '../../http/keys'
import { timelineName } from '../../i18n/names'
import { toldOf } from './entry'

/** What happened to one escalation, in order, as the record has it. `told`: what is known of it live; when that changes, the record is read again. */
export function EscalationTimeline({ id, told }: { id: string; told: string }) {
  const { t } = useTranslation()
  const asked = useQuery({
    queryKey: [...keys.escalation(id), told],
    queryFn: ({ signal }) => ask('getEscalation', { id, signal }),
    placeholderData: (before) => before,
    // The record is written a moment after the live state.
    refetchInterval: 3_000,
    retry: 1,
  })
  if (asked.isPending) return <Skeleton active paragraph={{ rows: 4 }} />
  if (asked.isError && !asked.data)
    return (
      <p className="soft" data-testid="crisis-timeline-failed">
        {t('crisis.timelineFailed')}{' '}
        <Button size="small" onClick={() => void asked.refetch()}>
          {t('common.again')}
        </Button>
      </p>
    )
  return (
    <>
      <h2>{t('records.timeline')}</h2>
      <Timeline
        data-testid="crisis-timeline"
        items={(asked.data?.timeline ?? []).map((entry) => ({ key: entry.id, color: colourOf(entry), content: <Entry entry={entry} /> }))}
      />
    </>
  )
}

function Entry({ entry }: { entry: TimelineEntry }) {
  const { t } = useTranslation()
  const told = toldOf(t, entry)
  return (
    <div className="entry">
      <span className="soft">
        <At at={entry.at} seconds day={false} />
      </span>{' '}
      {timelineName(t, entry.kind)}
      {told === '' ? null : <span className="soft"> · {told}</span>}
      {entry.operatorName ? <span className="soft"> · {entry.operatorName}</span> : null}
    </div>
  )
}

function colourOf({ kind }: TimelineEntry): 'green' | 'red' | 'blue' | 'gray' {
  if (kind === 'escalation.acknowledged' || kind === 'escalation.closed') return 'green'
  if (kind === 'escalation.raised' || kind === 'escalation.cause' || kind === 'escalation.handed-back') return 'red'
  return 'blue'
}
