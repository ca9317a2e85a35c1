import { useInfiniteQuery } from '@tanstack/react-query'
import { Alert, Button, Empty, Table } from 'antd'
import { useTranslation } from 'react-i18next'
import { At } from '../../elements/When'
import type { AuditEntryView } from '../../generated/api'
import { ask } from '../../http/ask'
import { keys } from '../../http/keys'

/** The audit log, newest first. */
export function AuditTable() {
  const { t } = useTranslation()
  const log = useInfiniteQuery({
    queryKey: keys.audit,
    queryFn: ({ pageParam, signal }) => ask('listAudit', { query: pageParam === null ? { take: 100 } : { before: pageParam, take: 100 }, signal }),
    initialPageParam: null as number | null,
    getNextPageParam: (last) => last.next,
    retry: 1,
  })
  return (
    <div className="page" data-testid="audit">
      <header className="page-head">
        <h1>{t('audit.title')}</h1>
      </header>
      {log.isError ? (
        <Alert type="warning" showIcon title={t('audit.failed')} action={<Button size="small" onClick={() => void log.refetch()}>{t('common.again')}</Button>} />
      ) : null}
      <Table<AuditEntryView>
        size="middle"
        rowKey="sequence"
        loading={log.isPending}
        pagination={false}
        dataSource={log.data?.pages.flatMap((page) => page.items) ?? []}
        locale={{ emptyText: <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('audit.none')} /> }}
        columns={[
          { title: '#', width: 80, render: (_, e) => <span className="figures soft">{e.sequence}</span> },
          { title: t('audit.at'), width: 160, render: (_, e) => <At at={e.at} seconds /> },
          { title: t('audit.actor'), width: 160, render: (_, e) => e.actorName ?? e.actor ?? t('audit.system') },
          { title: t('audit.action'), width: 200, dataIndex: 'action' },
          { title: t('audit.subject'), render: (_, e) => <span className="figures small">{e.subject}</span> },
          { title: t('audit.reason'), render: (_, e) => e.reason ?? '' },
        ]}
      />
      {log.hasNextPage ? (
        <Button className="pager" loading={log.isFetchingNextPage} onClick={() => void log.fetchNextPage()}>
          {t('records.older')}
        </Button>
      ) : null}
    </div>
  )
}
