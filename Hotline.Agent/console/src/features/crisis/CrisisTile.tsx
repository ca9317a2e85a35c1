import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { Elapsed } from '../../elements/Elapsed'
import { useCrisis } from '../../live/useDesk'
import { tallied } from './escalations'

/** The first tile of the board: what has no name on it, before anything that waits. */
export function CrisisTile() {
  const { t } = useTranslation()
  const crisis = useCrisis()
  if (!crisis) return null
  const { unanswered, answered, oldest } = tallied(crisis)
  return (
    <section className={unanswered > 0 ? 'tile tile-crisis' : 'tile'} data-testid="board-crisis" data-unanswered={unanswered}>
      <h2>
        <span aria-hidden="true">{unanswered > 0 ? '▲' : '●'}</span> <Link to="/crisis">{t('crisis.tile.title')}</Link>
      </h2>
      <div className="tile-figures">
        <div>
          <div className="tile-number figures">{unanswered}</div>
          <div>{t('crisis.tile.unanswered')}</div>
        </div>
        <div>
          <div className="tile-number figures">{oldest ? <Elapsed from={oldest} /> : '—'}</div>
          <div>{t('crisis.tile.oldest')}</div>
        </div>
      </div>
      <div className="small figures">
        {t('crisis.tile.answered', { n: answered })} {crisis.degraded ? t('crisis.degraded') : ''}
      </div>
    </section>
  )
}
