import { useTranslation } from 'react-i18next'

/** The code of the one centre of an installation that names none: it tells nobody anything. */
const unnamed = 'main'

/** A centre by its code, said as what it is. */
export function CentreName({ code, className = 'soft' }: { code: string; className?: string }) {
  const { t } = useTranslation()
  return code === unnamed ? null : <span className={className}>{t('common.centre', { code })}</span>
}
