import { CheckOutlined, EditOutlined } from '@ant-design/icons'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Alert, Button, Empty, Segmented, Space, Table } from 'antd'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useNavigate, useSearchParams } from 'react-router'
import { LocalDrafts } from '../../drafts/localDrafts'
import { LaneTag } from '../../elements/LaneTag'
import { CallTag } from '../../elements/StateTag'
import { At } from '../../elements/When'
import type { CallRow } from '../../generated/api'
import { ask } from '../../http/ask'
import { keys } from '../../http/keys'
import { duration } from '../../i18n/times'
import { oversees, takesCalls, useMe } from '../../session/SessionContext'

/** Recent calls, newest first. What is looked at stands in the address. */
export function CallList() {
  const { t } = useTranslation()
  const me = useMe()
  const navigate = useNavigate()
  const [filter, setFilter] = useSearchParams()
  const page = Math.max(1, Number(filter.get('page')) || 1)
  const mine = takesCalls(me) && (!oversees(me) || filter.get('of') !== 'centre')
  const local = useMemo(() => new Set(new LocalDrafts(me.staffId).calls()), [me.staffId])

  const calls = useQuery({
    queryKey: [...keys.calls(page), mine],
    queryFn: ({ signal }) => ask('listCalls', { query: { mine, page }, signal }),
    placeholderData: keepPreviousData,
    retry: 1,
  })
  const go = (to: number) => setFilter((was) => withParam(was, 'page', to === 1 ? null : String(to)))

  return (
    <div className="page" data-testid="records">
      <header className="page-head">
        <h1>{mine ? t('records.title') : t('records.titleCentre')}</h1>
        {takesCalls(me) && oversees(me) ? (
          <Segmented
            value={mine ? 'mine' : 'centre'}
            onChange={(of) => setFilter(of === 'centre' ? { of } : {})}
            options={[
              { value: 'mine', label: t('records.mine') },
              { value: 'centre', label: t('records.centre') },
            ]}
          />
        ) : null}
      </header>
      {calls.isError ? (
        <Alert
          type="warning"
          showIcon
          title={t('records.failed')}
          action={
            <Button size="small" onClick={() => void calls.refetch()}>
              {t('common.again')}
            </Button>
          }
        />
      ) : null}
      <Table<CallRow>
        size="middle"
        rowKey="id"
        loading={calls.isPending || calls.isPlaceholderData}
        dataSource={[...(calls.data?.items ?? [])]}
        pagination={false}
        data-testid="records-table"
        onRow={(row) => ({ onClick: () => void navigate(`/records/${row.id}`), className: 'row-link', 'data-testid': 'records-row', 'data-call': row.id }) as object}
        locale={{ emptyText: <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('records.none')} /> }}
        columns={[
          {
            title: t('records.arrived'),
            width: 170,
            render: (_, row) => (
              <Link to={`/records/${row.id}`} onClick={(e) => e.stopPropagation()}>
                <At at={row.arrivedAt} />
              </Link>
            ),
          },
          { title: t('records.number'), width: 160, render: (_, row) => <span className="figures">{row.maskedNumber}</span> },
          { title: t('records.lane'), width: 130, render: (_, row) => (row.skill ? <LaneTag skill={row.skill} /> : '—') },
          { title: t('records.state'), width: 130, render: (_, row) => <CallTag state={row.state} /> },
          {
            title: t('records.talked'),
            width: 110,
            align: 'right',
            render: (_, row) => (
              <span className="figures">
                {row.connectedAt && row.endedAt ? duration(Date.parse(row.endedAt) - Date.parse(row.connectedAt)) : '—'}
              </span>
            ),
          },
          ...(mine ? [] : [{ title: t('records.operator'), render: (_: unknown, row: CallRow) => row.operatorName ?? '—' }]),
          {
            title: t('records.note'),
            render: (_, row) =>
              local.has(row.id) ? (
                <span className="tone-warn">
                  <EditOutlined /> {t('records.localDraft')}
                </span>
              ) : row.signedVersions > 0 ? (
                <span className="tone-good">
                  <CheckOutlined /> {t('records.signed')}
                </span>
              ) : row.mine && row.acceptedAt ? (
                <span className="tone-warn">
                  <EditOutlined /> {t('records.unsigned')}
                </span>
              ) : (
                <span className="faint">—</span>
              ),
          },
        ]}
      />
      {page > 1 || calls.data?.more ? (
        <Space className="pager">
          <Button disabled={page === 1} onClick={() => go(page - 1)}>
            {t('records.newer')}
          </Button>
          <span className="figures soft">{page}</span>
          <Button disabled={!calls.data?.more} onClick={() => go(page + 1)} data-testid="records-older">
            {t('records.older')}
          </Button>
        </Space>
      ) : null}
    </div>
  )
}

function withParam(was: URLSearchParams, name: string, value: string | null): URLSearchParams {
  const next = new URLSearchParams(was)
  if (value === null) next.delete(name)
  else next.set(name, value)
  return next
}
