import { useTranslation } from 'react-i18next'
import type { EscalationView } from '../../generated/hub'
import { duration } from '../../i18n/times'
import { useServerNow } from '../../live/useServerNow'

/** Who is called now, and when the ladder goes on. */
export function NextStep({ escalation: e }: { escalation: EscalationView }) {
  const { t } = useTranslation()
  const left = Math.max(0, Math.ceil((Date.parse(e.nextAt) - useServerNow()) / 1_000))
  return (
    <span data-testid="crisis-next">
      {t('crisis.next', { level: t(`crisis.level.${e.level}`), round: e.round })} <span className="figures">{duration(left * 1_000)}</span>
    </span>
  )
}
