import { useQuery } from '@tanstack/react-query'
import { Alert, Button, Empty, Table } from 'antd'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { At } from '../../elements/When'
import type { BlockView } from '../../generated/api'
import { ask } from '../../http/ask'
import { keys } from '../../http/keys'
import { LiftBlock } from './LiftBlock'

/** The numbers of this centre whose calls stand further back for now. */
export function BlockList() {
  const { t } = useTranslation()
  const blocks = useQuery({ queryKey: keys.blocks, queryFn: ({ signal }) => ask('listBlocks', { signal }), staleTime: 60_000, retry: 1 })
  return (
    <section className="page" data-testid="blocks">
      <header className="page-head">
        <h2>{t('marks.blocks')}</h2>
      </header>
      <p className="soft">{t('marks.blocksText')}</p>
      {blocks.isError ? (
        <Alert type="warning" showIcon title={t('marks.blocksFailed')} action={<Button size="small" onClick={() => void blocks.refetch()}>{t('common.again')}</Button>} />
      ) : null}
      <Table<BlockView>
        size="middle"
        rowKey="call"
        loading={blocks.isPending}
        pagination={false}
        dataSource={[...(blocks.data ?? [])]}
        locale={{ emptyText: <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('marks.blocksNone')} /> }}
        columns={[
          { title: t('marks.number'), width: 160, render: (_, b) => <Link to={`/records/${b.call}`} className="figures">{b.maskedNumber}</Link> },
          { title: t('marks.until'), width: 170, render: (_, b) => <At at={b.until} /> },
          { title: t('marks.reason'), render: (_, b) => b.reason ?? t('marks.noReason') },
          { title: t('marks.setBy'), width: 160, render: (_, b) => b.setByName },
          { title: '', width: 100, align: 'right', render: (_, b) => <LiftBlock call={b.call} /> },
        ]}
      />
    </section>
  )
}
