import { useTranslation } from 'react-i18next'
import { CentreName } from '../../elements/CentreName'
import { Elapsed } from '../../elements/Elapsed'
import { LaneTag } from '../../elements/LaneTag'
import type { EscalationView } from '../../generated/hub'
import { EscalationTag } from './EscalationTag'
import { isLateRescue } from './escalations'
import { NextStep } from './NextStep'
import { causesOf } from './words'

export function EscalationCard({ escalation: e, chosen, onChoose }: { escalation: EscalationView; chosen: boolean; onChoose: () => void }) {
  const { t, i18n } = useTranslation()
  return (
    <button
      type="button"
      className={`crisis-card crisis-card-${e.state}`}
      aria-current={chosen}
      data-own-enter
      data-testid="crisis-card"
      data-escalation={e.id}
      data-state={e.state}
      onClick={onChoose}
    >
      <span className="crisis-card-head">
        <EscalationTag escalation={e} />
        <Elapsed from={e.raisedAt} />
      </span>
      <span className="crisis-card-what">{causesOf(t, e.causes, i18n.language)}</span>
      <span className="crisis-card-facts">
        {e.skill ? <LaneTag skill={e.skill} /> : null} <CentreName code={e.centre} />
        {e.operator ? <span className="soft">{e.operator}</span> : null}
        <span className="figures soft">{e.maskedNumber}</span>
      </span>
      {e.state === 'Paging' ? (
        <span className="soft">
          <NextStep escalation={e} />
        </span>
      ) : null}
      {isLateRescue(e) ? <span className="crisis-late">▲ {t('crisis.rescue.overdue')}</span> : null}
    </button>
  )
}
