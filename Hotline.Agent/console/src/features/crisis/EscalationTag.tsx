import { useTranslation } from 'react-i18next'
import type { EscalationView } from '../../generated/hub'

/** Whether a name stands on it: sign, words and colour. */
export function EscalationTag({ escalation: e }: { escalation: Pick<EscalationView, 'state' | 'mine' | 'holder'> }) {
  const { t } = useTranslation()
  return e.state === 'Paging' ? (
    <strong className="crisis-tag crisis-tag-Paging">
      <span aria-hidden="true">▲</span> {t('crisis.state.Paging')}
    </strong>
  ) : (
    <strong className="crisis-tag crisis-tag-Acknowledged">
      <span aria-hidden="true">●</span> {e.mine ? t('crisis.state.Mine') : t('crisis.state.Acknowledged', { name: e.holder ?? t('crisis.someone') })}
    </strong>
  )
}
