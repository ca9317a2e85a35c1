import { useQuery } from '@tanstack/react-query'
import { Button, Result, Skeleton } from 'antd'
import { useTranslation } from 'react-i18next'
import { ask } from '../../http/ask'
import { keys } from '../../http/keys'
import { QuestionsEditor } from './QuestionsEditor'

/** The questions of risk, edited by administrators. */
export function QuestionsPage() {
  const { t } = useTranslation()
  const current = useQuery({ queryKey: keys.riskQuestions, queryFn: ({ signal }) => ask('getRiskQuestions', { signal }), retry: 1 })
  if (current.data) return <QuestionsEditor current={current.data} />
  if (current.isPending) return <Skeleton active className="page" paragraph={{ rows: 8 }} />
  return (
    <Result
      status="warning"
      title={t('questions.unreachable')}
      extra={
        <Button type="primary" onClick={() => void current.refetch()}>
          {t('common.again')}
        </Button>
      }
    />
  )
}
