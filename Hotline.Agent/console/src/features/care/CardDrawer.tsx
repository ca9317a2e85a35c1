import { useTranslation } from 'react-i18next'
import type { CareView } from '../../generated/api'
import { CardFields } from './CardFields'
import { CareDrawer } from './CareDrawer'
import { useCard } from './useCard'

/** What 110 or 120 must be told, written where there is time for it. */
export function CardDrawer({ care, onClose }: { care: CareView; onClose: () => void }) {
  const { t } = useTranslation()
  const { card, change, send, saving, failure, clashing } = useCard(care)
  const save = async () => {
    if (await send()) onClose()
  }
  return (
    <CareDrawer name="card" title={t('care.card.title')} written={care.card.written} saving={saving} failure={failure} onSave={() => void save()} onClose={onClose}>
      <p className="soft">{t('care.card.text')}</p>
      <CardFields card={card} kept={care.card.card} clashing={clashing} failure={failure} onChange={change} />
    </CareDrawer>
  )
}
