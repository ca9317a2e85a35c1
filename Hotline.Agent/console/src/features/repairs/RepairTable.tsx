import { useQuery } from '@tanstack/react-query'
import { Alert, Button, Empty, Table } from 'antd'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { At } from '../../elements/When'
import type { RepairView } from '../../generated/api'
import { ask } from '../../http/ask'
import { keys } from '../../http/keys'
import { repairName } from '../../i18n/names'
import { oversees, useMe } from '../../session/SessionContext'

/** What the reconciler put right, newest first. Empty is the usual and the best. */
export function RepairTable() {
  const { t } = useTranslation()
  const me = useMe()
  const repairs = useQuery({ queryKey: keys.repairs, queryFn: ({ signal }) => ask('listRepairs', { signal }), refetchInterval: 30_000, retry: 1 })
  return (
    <div className="page" data-testid="repairs">
      <header className="page-head">
        <h1>{t('repairs.title')}</h1>
      </header>
      <p className="soft">{t('repairs.what')}</p>
      {repairs.isError ? (
        <Alert type="warning" showIcon title={t('repairs.failed')} action={<Button size="small" onClick={() => void repairs.refetch()}>{t('common.again')}</Button>} />
      ) : null}
      <Table<RepairView>
        size="middle"
        rowKey={(r) => `${r.at} ${r.what} ${r.call ?? ''} ${r.operator ?? ''}`}
        loading={repairs.isPending}
        pagination={false}
        dataSource={[...(repairs.data ?? [])]}
        locale={{ emptyText: <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('repairs.none')} /> }}
        columns={[
          { title: t('repairs.at'), width: 160, render: (_, r) => <At at={r.at} seconds /> },
          { title: t('repairs.repaired'), render: (_, r) => repairName(t, r.what) },
          {
            title: t('repairs.call'),
            width: 140,
            render: (_, r) => {
              if (!r.call) return <span className="faint">—</span>
              if (oversees(me)) return <Link to={`/records/${r.call}`} data-testid={`repair-call-${r.call}`}>{t('repairs.open')}</Link>
              return <span className="figures small" title={r.call}>…{r.call.slice(-8)}</span>
            },
          },
          { title: t('repairs.operator'), width: 160, render: (_, r) => r.operatorName ?? <span className="faint">—</span> },
        ]}
      />
    </div>
  )
}
