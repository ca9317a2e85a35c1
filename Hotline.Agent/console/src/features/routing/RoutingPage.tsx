import { useQuery } from '@tanstack/react-query'
import { Alert, Button, Result, Skeleton } from 'antd'
import { useTranslation } from 'react-i18next'
import { ask } from '../../http/ask'
import { keys } from '../../http/keys'
import { PolicyEditor } from './PolicyEditor'

/** The routing policy: read by those who oversee, edited by administrators. */
export function RoutingPage({ mayEdit }: { mayEdit: boolean }) {
  const { t } = useTranslation()
  const current = useQuery({ queryKey: keys.routing, queryFn: ({ signal }) => ask('getRoutingPolicy', { signal }), retry: 1 })
  if (current.data) return <PolicyEditor current={current.data} mayEdit={mayEdit} />
  if (current.isPending) return <Skeleton active className="page" paragraph={{ rows: 8 }} />
  return (
    <Result
      status="warning"
      title={t('routing.unreachable')}
      extra={
        <Button type="primary" onClick={() => void current.refetch()}>
          {t('common.again')}
        </Button>
      }
    >
      <Alert type="info" showIcon title={t('routing.unreachableText')} />
    </Result>
  )
}
