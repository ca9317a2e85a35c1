import { useInfiniteQuery } from '@tanstack/react-query'
import { Alert, Button, Empty, Table } from 'antd'
import { useTranslation } from 'react-i18next'
import { LaneTag } from '../../elements/LaneTag'
import { At } from '../../elements/When'
import type { EscalationRow } from '../../generated/api'
import { ask } from '../../http/ask'
import { keys } from '../../http/keys'
import { duration } from '../../i18n/times'
import { causesOf } from './words'

/** What was raised, newest first, with how soon somebody stood by it. */
export function EscalationHistory({ onChoose, chosen }: { onChoose: (id: string) => void; chosen: string | null }) {
  const { t, i18n } = useTranslation()
  const asked = useInfiniteQuery({
    queryKey: keys.escalations,
    queryFn: ({ signal, pageParam }) => ask('listEscalations', { query: pageParam === '' ? {} : { before: pageParam }, signal }),
    initialPageParam: '',
    getNextPageParam: (last) => (last.more ? last.escalations.at(-1)?.raisedAt : undefined),
    refetchInterval: 10_000,
    retry: 1,
  })
  const rows = asked.data?.pages.flatMap((page) => page.escalations) ?? []

  return (
    <section className="crisis-history" data-testid="crisis-history">
      <h2>{t('crisis.history.title')}</h2>
      {asked.isError ? (
        <Alert
          type="warning"
          showIcon
          title={t('crisis.history.failed')}
          action={
            <Button size="small" onClick={() => void asked.refetch()}>
              {t('common.again')}
            </Button>
          }
        />
      ) : null}
      <Table<EscalationRow>
        size="middle"
        rowKey="id"
        loading={asked.isPending}
        dataSource={rows}
        pagination={false}
        rowClassName={(row) => (row.id === chosen ? 'crisis-row-chosen' : '')}
        onRow={(row) => ({ 'data-testid': 'crisis-row', 'data-escalation': row.id }) as React.HTMLAttributes<HTMLElement>}
        locale={{ emptyText: <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('crisis.history.none')} /> }}
        columns={[
          {
            title: t('crisis.fact.raised'),
            render: (_, row) => (
              <Button type="link" className="crisis-link" onClick={() => onChoose(row.id)}>
                <At at={row.raisedAt} />
              </Button>
            ),
          },
          { title: t('crisis.fact.causes'), render: (_, row) => causesOf(t, row.causes, i18n.language) },
          { title: t('records.lane'), render: (_, row) => (row.skill ? <LaneTag skill={row.skill} /> : '—') },
          { title: t('records.number'), className: 'figures', render: (_, row) => row.maskedNumber || '—' },
          { title: t('crisis.history.by'), render: (_, row) => row.acknowledgedBy ?? '—' },
          {
            title: t('crisis.history.after'),
            className: 'figures',
            align: 'right',
            render: (_, row) => (row.acknowledgeMs === null ? '—' : duration(row.acknowledgeMs)),
          },
          { title: t('crisis.history.outcome'), render: (_, row) => (row.outcome ? t(`crisis.closed.${row.outcome}`) : row.stage === 'Closed' ? t('crisis.joined') : <b>{t('crisis.history.open')}</b>) },
        ]}
      />
      {asked.hasNextPage ? (
        <Button className="pager" loading={asked.isFetchingNextPage} onClick={() => void asked.fetchNextPage()}>
          {t('crisis.history.older')}
        </Button>
      ) : null}
    </section>
  )
}
