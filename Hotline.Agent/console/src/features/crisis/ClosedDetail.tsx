import { useQuery } from '@tanstack/react-query'
import { Button, Result, Skeleton } from 'antd'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { LaneTag } from '../../elements/LaneTag'
import { At } from '../../elements/When'
import { ask } from '../../http/ask'
import { Refused } from '../../http/failures'
import { keys } from '../../http/keys'
import { EscalationTimeline } from './EscalationTimeline'
import { causesOf } from './words'

/** One that is over: how it ended, and what happened. */
export function ClosedDetail({ id }: { id: string }) {
  const { t, i18n } = useTranslation()
  const asked = useQuery({ queryKey: keys.escalation(id), queryFn: ({ signal }) => ask('getEscalation', { id, signal }), retry: 1, refetchInterval: 3_000 })
  if (asked.isPending) return <Skeleton active className="panel" paragraph={{ rows: 6 }} />
  if (!asked.data) {
    const missing = asked.error instanceof Refused && (asked.error.status === 404 || asked.error.status === 403)
    return (
      <Result
        className="panel"
        status="info"
        title={t(missing ? 'crisis.notFound' : 'crisis.timelineFailed')}
        extra={<Button onClick={() => void asked.refetch()}>{t('common.again')}</Button>}
      />
    )
  }
  const e = asked.data.escalation
  return (
    <section className="panel crisis-detail" aria-label={t('crisis.one')} data-testid="crisis-closed" data-escalation={id}>
      <header className="crisis-card-head">
        <strong className="crisis-tag">{e.outcome ? t(`crisis.closed.${e.outcome}`) : t(e.stage === 'Closed' ? 'crisis.joined' : 'crisis.over')}</strong>
        {e.skill ? <LaneTag skill={e.skill} /> : null}
      </header>
      <dl className="call-facts crisis-facts">
        <dt>{t('crisis.fact.causes')}</dt>
        <dd>{causesOf(t, e.causes, i18n.language)}</dd>
        <dt>{t('crisis.fact.raised')}</dt>
        <dd>
          <At at={e.raisedAt} seconds /> {e.raisedBy ?? ''}
        </dd>
        {e.acknowledgedAt ? (
          <>
            <dt>{t('crisis.fact.answered')}</dt>
            <dd>
              <At at={e.acknowledgedAt} seconds /> {e.acknowledgedBy ?? ''}
            </dd>
          </>
        ) : null}
        {e.closedAt ? (
          <>
            <dt>{t('crisis.fact.closed')}</dt>
            <dd>
              <At at={e.closedAt} seconds />
            </dd>
          </>
        ) : null}
        <dt>{t('crisis.fact.caller')}</dt>
        <dd className="figures">{e.call ? <Link to={`/records/${e.call}`}>{e.maskedNumber || t('crisis.fact.record')}</Link> : e.maskedNumber || t('crisis.fact.noCall')}</dd>
      </dl>
      <EscalationTimeline id={id} told={e.closedAt ?? ''} />
    </section>
  )
}
