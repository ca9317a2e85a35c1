import { ExclamationCircleFilled } from '@ant-design/icons'
import { useTranslation } from 'react-i18next'

/** How many things are wrong there: a sign, a number and, read out, a sentence. */
export function FaultMark({ n }: { n: number }) {
  const { t } = useTranslation()
  if (n === 0) return null
  return (
    <span className="policy-mark" data-testid="fault-mark">
      <ExclamationCircleFilled aria-hidden /> <span aria-hidden>{n}</span>
      <span className="unseen">{t('routing.faultsHere', { n })}</span>
    </span>
  )
}
