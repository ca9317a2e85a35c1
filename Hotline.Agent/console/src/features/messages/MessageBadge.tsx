import { useTranslation } from 'react-i18next'
import { useUnheard } from './useMessages'

/** Beside the page's name: how many messages nobody has heard. */
export function MessageBadge() {
  const { t } = useTranslation()
  const count = useUnheard()
  if (!count || count.unheard === 0) return null
  return (
    <span className="crisis-count figures" data-testid="messages-count">
      {count.unheard}
      <span className="unseen">{t('messages.unheard')}</span>
    </span>
  )
}
