import { Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import type { OperatorView } from '../../generated/hub'
import { loadOf } from './load'

/** What she carries this shift: risk calls, minutes in them, and a word for it. */
export function LoadMeter({ operator }: { operator: OperatorView }) {
  const { t } = useTranslation()
  if (operator.riskCalls === null || operator.riskMinutes === null) return null
  const load = loadOf(operator.riskCalls, operator.riskMinutes)
  return (
    <span className="figures" data-testid="board-load" data-load={load}>
      {t('board.load.figures', { calls: operator.riskCalls, minutes: operator.riskMinutes })}{' '}
      {load === 'none' ? null : <Tag color={load === 'heavy' ? 'error' : load === 'some' ? 'warning' : 'default'}>{t(`board.load.${load}`)}</Tag>}
    </span>
  )
}
