import { ArrowLeftOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button, Result, Skeleton, Timeline } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { LaneTag } from '../../elements/LaneTag'
import { NumberReveal } from '../../elements/NumberReveal'
import { CallTag } from '../../elements/StateTag'
import { At } from '../../elements/When'
import type { TimelineEntry } from '../../generated/api'
import { ask } from '../../http/ask'
import { Refused } from '../../http/failures'
import { keys } from '../../http/keys'
import { timelineName } from '../../i18n/names'
import { duration } from '../../i18n/times'
import { toldOf } from './entry'

/** One call: its facts and what happened, in order. */
export function CallHistory({ call, children }: { call: string; children?: ReactNode }) {
  const { t } = useTranslation()
  const asked = useQuery({ queryKey: keys.call(call), queryFn: ({ signal }) => ask('getCall', { id: call, signal }), retry: 1 })

  return (
    <section className="panel history" data-testid="call-history">
      <Link to="/records" className="back">
        <ArrowLeftOutlined /> {t('records.back')}
      </Link>
      {asked.isPending ? (
        <Skeleton active paragraph={{ rows: 8 }} />
      ) : asked.isError ? (
        <Result
          status="info"
          title={t(isMissing(asked.error) ? 'records.notFound' : 'records.failed')}
          extra={<Button onClick={() => void asked.refetch()}>{t('common.again')}</Button>}
        />
      ) : (
        <>
          <header className="call-head">
            <CallTag state={asked.data.call.state} />
            {asked.data.call.skill ? <LaneTag skill={asked.data.call.skill} /> : null}
          </header>
          {asked.data.mayReveal ? (
            <NumberReveal call={call} masked={asked.data.call.maskedNumber} large={false} />
          ) : (
            <div className="number number-small">
              <span className="number-digits figures">{asked.data.call.maskedNumber}</span>
            </div>
          )}
          <dl className="call-facts">
            <dt>{t('records.arrived')}</dt>
            <dd>
              <At at={asked.data.call.arrivedAt} seconds />
            </dd>
            {asked.data.call.operatorName ? (
              <>
                <dt>{t('records.operator')}</dt>
                <dd>{asked.data.call.operatorName}</dd>
              </>
            ) : null}
            {asked.data.call.connectedAt && asked.data.call.endedAt ? (
              <>
                <dt>{t('records.talked')}</dt>
                <dd className="figures">{duration(Date.parse(asked.data.call.endedAt) - Date.parse(asked.data.call.connectedAt))}</dd>
              </>
            ) : null}
          </dl>
          {children}
          <h2>{t('records.timeline')}</h2>
          <Timeline
            data-testid="call-timeline"
            items={asked.data.timeline.map((entry) => ({
              key: entry.id,
              color: entryColour(entry),
              content: <Entry entry={entry} />,
            }))}
          />
        </>
      )}
    </section>
  )
}

function Entry({ entry }: { entry: TimelineEntry }) {
  const { t } = useTranslation()
  const waited = Number(entry.detail['waitedMs'])
  const back = Number(entry.detail['backMs'])
  const told = toldOf(t, entry)
  return (
    <div className="entry">
      <span className="soft">
        <At at={entry.at} seconds day={false} />
      </span>{' '}
      {timelineName(t, entry.kind)}
      {entry.operatorName ? <span className="soft"> · {entry.operatorName}</span> : null}
      {told ? <span className="soft"> · {told}</span> : null}
      {Number.isFinite(waited) && waited >= 1_000 ? <span className="soft figures"> · {t('records.waitedFor', { time: duration(waited) })}</span> : null}
      {Number.isFinite(back) && back >= 1_000 ? <span className="soft figures"> · {t('records.stoodBack', { time: duration(back) })}</span> : null}
    </div>
  )
}

function entryColour({ kind }: TimelineEntry): 'green' | 'red' | 'blue' | 'gray' {
  if (kind === 'call.connected' || kind === 'call.accepted') return 'green'
  if (kind === 'call.missed' || kind === 'call.declined' || kind === 'call.returned') return 'red'
  return kind.startsWith('call.') ? 'blue' : 'gray'
}

const isMissing = (failure: Error) => failure instanceof Refused && (failure.status === 404 || failure.status === 403)
