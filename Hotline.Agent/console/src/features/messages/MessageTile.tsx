import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { Ago } from '../../elements/When'
import { useUnheard } from './useMessages'

/** Messages nobody has heard, on the board: how many, and since when. Without any it takes no room. */
export function MessageTile() {
  const { t } = useTranslation()
  const count = useUnheard()
  if (!count || count.unheard === 0) return null
  return (
    <section className="tile tile-waiting" data-testid="board-messages">
      <h2>
        <span aria-hidden="true">✉</span> <Link to="/messages">{t('messages.title')}</Link>
      </h2>
      <div className="tile-figures">
        <div>
          <div className="tile-number figures">{count.unheard}</div>
          <div>{t('messages.unheard')}</div>
        </div>
        <div>
          <div className="tile-number figures message-age">{count.oldest ? <Ago at={count.oldest} /> : '—'}</div>
          <div>{t('messages.oldest')}</div>
        </div>
      </div>
    </section>
  )
}
