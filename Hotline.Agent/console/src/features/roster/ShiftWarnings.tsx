import { WarningFilled } from '@ant-design/icons'
import { useTranslation } from 'react-i18next'
import type { ShiftWarning } from '../../generated/api'

/** Why a shift will put nobody into the lane, in words. */
export function ShiftWarnings({ codes }: { codes: readonly ShiftWarning[] }) {
  const { t } = useTranslation()
  return codes.map((code) => (
    <p key={code} className="tone-warn" data-testid={`shift-warning-${code}`}>
      <WarningFilled aria-hidden="true" /> {t(`roster.warning.${code}`)}
    </p>
  ))
}
