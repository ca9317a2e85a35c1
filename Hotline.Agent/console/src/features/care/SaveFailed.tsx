import { Alert } from 'antd'
import { useTranslation } from 'react-i18next'
import { Refused } from '../../http/failures'
import { isConflict } from './useCare'

/** Why something was not kept; what was typed stays. */
export function SaveFailed({ failure }: { failure: Error | null }) {
  const { t } = useTranslation()
  if (!failure) return null
  const why = isConflict(failure) ? 'care.conflict' : failure instanceof Refused && failure.status === 400 ? 'care.refused' : 'care.failed'
  return <Alert type={why === 'care.conflict' ? 'warning' : 'error'} showIcon role="alert" title={t(why)} data-testid="care-refused" className="care-alert" />
}
