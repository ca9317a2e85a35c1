import { useQuery } from '@tanstack/react-query'
import { Alert, Button, Empty, Table, Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { LaneTag } from '../../elements/LaneTag'
import { At } from '../../elements/When'
import type { CallBackRow } from '../../generated/api'
import { ask } from '../../http/ask'
import { keys } from '../../http/keys'
import { callBackTone } from './tone'

/** Slow: a booking stands for hours, and each is on the board's tiles at once. */
const everyMs = 10_000

/** Booked call-backs of the centre: who waits to be called, and whom nobody reached. */
export function CallBackList() {
  const { t } = useTranslation()
  const asked = useQuery({
    queryKey: keys.callBacks,
    queryFn: ({ signal }) => ask('listCallBacks', { signal }),
    refetchInterval: everyMs,
    retry: 1,
  })

  return (
    <section className="page" data-testid="callbacks">
      <header className="page-head">
        <h2>{t('callBacks.title')}</h2>
      </header>
      {asked.isError ? (
        <Alert
          type="warning"
          showIcon
          title={t('callBacks.failed')}
          action={
            <Button size="small" onClick={() => void asked.refetch()}>
              {t('common.again')}
            </Button>
          }
        />
      ) : null}
      <Table<CallBackRow>
        size="middle"
        rowKey="id"
        loading={asked.isPending}
        dataSource={[...(asked.data ?? [])]}
        pagination={{ pageSize: 10, hideOnSinglePage: true }}
        locale={{ emptyText: <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('callBacks.none')} /> }}
        onRow={(row) => ({ 'data-testid': `callback-${row.state}` }) as React.HTMLAttributes<HTMLElement>}
        columns={[
          { title: t('callBacks.number'), className: 'figures', render: (_, row) => <Link to={`/records/${row.id}`}>{row.maskedNumber}</Link> },
          { title: t('callBacks.lane'), render: (_, row) => <LaneTag skill={row.skill} /> },
          { title: t('callBacks.state'), render: (_, row) => <Tag color={callBackTone(row.state)}>{t(`callBacks.is.${row.state}`)}</Tag> },
          { title: t('callBacks.booked'), render: (_, row) => <At at={row.bookedAt} /> },
          {
            title: t('callBacks.until'),
            render: (_, row) => (
              <>
                <At at={row.until} /> <span className="soft">{t(`callBacks.window.${row.window}`)}</span>
              </>
            ),
          },
          {
            title: t('callBacks.attempts'),
            className: 'figures',
            render: (_, row) => (
              <>
                {row.attempts}/{row.mostAttempts} {row.lastAttemptAt ? <At at={row.lastAttemptAt} /> : null}
              </>
            ),
          },
        ]}
      />
    </section>
  )
}
