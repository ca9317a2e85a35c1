import { useQuery } from '@tanstack/react-query'
import { Alert, Button, Empty, Space, Table } from 'antd'
import { useTranslation } from 'react-i18next'
import { At } from '../../elements/When'
import { ask } from '../../http/ask'
import { keys } from '../../http/keys'
import type { PolicyVersionView } from '../../generated/api'

/** Every version that was in force, newest first. */
export function HistoryTab({ current, mayRestore, busy, onView, onRestore }: { current: number; mayRestore: boolean; busy: number | null; onView: (version: number) => void; onRestore: (version: number) => void }) {
  const { t } = useTranslation()
  const versions = useQuery({ queryKey: keys.routingVersions, queryFn: ({ signal }) => ask('listRoutingPolicies', { signal }), retry: 1 })
  return (
    <>
      {versions.isError ? (
        <Alert type="warning" showIcon title={t('routing.history.failed')} action={<Button size="small" onClick={() => void versions.refetch()}>{t('common.again')}</Button>} />
      ) : null}
      <Table<PolicyVersionView>
        size="middle"
        rowKey="version"
        loading={versions.isPending}
        dataSource={[...(versions.data ?? [])]}
        pagination={{ pageSize: 20, hideOnSinglePage: true, showSizeChanger: false }}
        data-testid="policy-versions"
        locale={{ emptyText: <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('routing.history.none')} /> }}
        columns={[
          {
            title: t('routing.history.version'),
            width: 130,
            render: (_, v) => (
              <span className="figures" data-testid={`version-${v.version}`}>
                {v.version} {v.version === current ? <b className="tone-good">{t('routing.history.current')}</b> : null}
              </span>
            ),
          },
          { title: t('routing.history.at'), width: 170, render: (_, v) => <At at={v.savedAt} seconds /> },
          { title: t('routing.history.by'), width: 150, render: (_, v) => v.savedBy ?? t('routing.history.system') },
          { title: t('routing.history.comment'), render: (_, v) => v.comment ?? '' },
          {
            title: '',
            width: 190,
            align: 'right',
            render: (_, v) =>
              v.version === current ? null : (
                <Space>
                  <Button size="small" loading={busy === v.version} onClick={() => onView(v.version)} data-testid={`version-view-${v.version}`}>
                    {t('routing.history.view')}
                  </Button>
                  {mayRestore ? (
                    <Button size="small" disabled={busy !== null} onClick={() => onRestore(v.version)} data-testid={`version-restore-${v.version}`}>
                      {t('routing.history.restore')}
                    </Button>
                  ) : null}
                </Space>
              ),
          },
        ]}
      />
    </>
  )
}
