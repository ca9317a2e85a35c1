import { useTranslation } from 'react-i18next'
import { useCrisis } from '../../live/useDesk'
import { tallied } from './escalations'

/** Beside the page's name: how many have no name on them, else how many are open. */
export function CrisisCount() {
  const { t } = useTranslation()
  const crisis = useCrisis()
  if (!crisis || crisis.escalations.length === 0) return null
  const { unanswered, answered } = tallied(crisis)
  return (
    <span className={unanswered > 0 ? 'crisis-count crisis-count-Paging figures' : 'crisis-count figures'} data-testid="crisis-count" data-unanswered={unanswered}>
      {unanswered > 0 ? <span aria-hidden="true">▲</span> : null} {unanswered > 0 ? unanswered : answered}
      <span className="unseen">{t(unanswered > 0 ? 'crisis.tile.unanswered' : 'crisis.tile.open')}</span>
    </span>
  )
}
