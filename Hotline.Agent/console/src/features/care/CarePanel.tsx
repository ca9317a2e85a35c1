import { Alert, Button, Collapse, Skeleton, Tag } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { At } from '../../elements/When'
import type { CareView } from '../../generated/api'
import { Refused } from '../../http/failures'
import { Keys } from '../../keys/Keys'
import { CardDrawer } from './CardDrawer'
import { PlanDrawer, planSteps } from './PlanDrawer'
import { RiskAnswers } from './RiskAnswers'
import { RiskDrawer } from './RiskDrawer'
import { RuleDrawer } from './RuleDrawer'
import { ThirdParty, useThirdParty } from './ThirdParty'
import { useCare } from './useCare'
import { verdictWords } from './words'

type Part = 'risk' | 'plan' | 'rule' | 'card'

/** What is kept of this caller, and what helps now. Nothing is shown to one who may not see it. */
export function CarePanel({ call }: { call: string }) {
  const { t } = useTranslation()
  const care = useCare(call)
  const [asked, setAsked] = useThirdParty()
  if (care.error instanceof Refused && care.error.status === 403) return null
  return (
    <section className="panel care" data-testid="care-panel" aria-label={t('care.title')}>
      <h2>{t('care.title')}</h2>
      {care.isPending ? (
        <Skeleton active title={false} paragraph={{ rows: 3 }} />
      ) : care.data ? (
        <Kept care={care.data} />
      ) : (
        <Alert type="info" showIcon title={t('care.unread')} action={<Button size="small" onClick={() => void care.refetch()}>{t('common.again')}</Button>} />
      )}
      <Button type="text" size="small" data-testid="third-party" onClick={() => setAsked(true)}>
        {t('care.third.open')} <Keys of="thirdParty" />
      </Button>
      <ThirdParty open={asked} onClose={() => setAsked(false)} />
    </section>
  )
}

/** Exported for its test: everything at once, from one view. */
export function Kept({ care }: { care: CareView }) {
  const { t } = useTranslation()
  const [open, setOpen] = useState<Part | null>(null)
  const close = () => setOpen(null)
  const { risk, rules, plan, card } = care
  const calls = care.contact.find((c) => c.act === 'FollowUpCall')
  return (
    <>
      {risk.level ? (
        <div className="care-line">
          <Tag className={`care-level care-level-${risk.level}`} data-testid="care-level">
            {t(`care.level.${risk.level}`)}
          </Tag>
          {risk.openedAt ? <span className="faint small">{t('care.risk.since')} <At at={risk.openedAt} /></span> : null}
        </div>
      ) : null}
      {risk.protocol ? (
        <div className="care-protocol" data-testid="care-protocol">
          <b className="small">{t('care.risk.protocol')}</b>
          <p className="written">{risk.protocol}</p>
        </div>
      ) : null}
      {care.withheld ? (
        <p className="soft small">{t('care.withheld')}</p>
      ) : calls ? (
        <p className={calls.may ? 'small' : 'small care-no'} data-testid="care-contact" data-may={calls.may}>
          {verdictWords(t, calls)}
          {rules.rule?.codeWord && calls.may ? ` ${t('care.rule.wordIs', { word: rules.rule.codeWord })}` : ''}
        </p>
      ) : null}
      <div className="care-buttons">
        <Button size="small" onClick={() => setOpen('risk')} data-testid="care-risk">{t(risk.revision === 0 ? 'care.risk.open' : 'care.risk.title')}</Button>
        <Button size="small" onClick={() => setOpen('rule')} data-testid="care-rule">{t('care.rule.title')}</Button>
        <Button size="small" onClick={() => setOpen('plan')} data-testid="care-plan">{t('care.plan.title')}</Button>
        <Button size="small" onClick={() => setOpen('card')} data-testid="care-card">{t('care.card.title')}</Button>
      </div>
      {plan.plan ? (
        <details className="care-read" open data-testid="care-plan-read">
          <summary>{t('care.plan.readBack')}</summary>
          <ol>
            {planSteps.filter((step) => plan.plan?.[step]).map((step) => (
              <li key={step}>
                <span className="soft small">{t(`care.plan.step.${step}`)}</span>
                <p className="written">{plan.plan?.[step]}</p>
              </li>
            ))}
          </ol>
        </details>
      ) : null}
      {card.card ? (
        <div className="care-card" data-testid="care-card-read">
          <b className="small">{t('care.card.title')}</b>
          <p className="written">{[card.card.place, card.card.more, card.card.people].filter(Boolean).join('\n')}</p>
          <p className="small">
            {t('care.card.weapon')} {t(`care.known.${card.card.weapon}`)} · {t('care.card.children')} {t(`care.known.${card.card.children}`)} · {t('care.card.injured')} {t(`care.known.${card.card.injured}`)}
          </p>
        </div>
      ) : null}
      <Collapse
        size="small"
        ghost
        items={[{ key: 'answers', label: <span data-testid="care-questions">{t('care.answers.title')}</span>, children: <RiskAnswers key={care.call} care={care} /> }]}
      />
      {care.followUps.length > 0 ? (
        <ul className="care-due" data-testid="care-due" aria-label={t('care.followUps.title')}>
          {care.followUps.map((f) => (
            <li key={f.id} className={f.overdue ? 'care-overdue' : ''} data-testid="care-due-item">
              <span>{t(`care.step.${f.step}`)}</span> <At at={f.dueAt} />
              <span className="soft small"> {f.result ? t(`care.result.${f.result}`) : f.overdue ? t('care.followUps.overdue') : ''}</span>
            </li>
          ))}
        </ul>
      ) : null}
      {open === 'risk' ? <RiskDrawer care={care} onClose={close} /> : null}
      {open === 'rule' ? <RuleDrawer care={care} onClose={close} /> : null}
      {open === 'plan' ? <PlanDrawer care={care} onClose={close} /> : null}
      {open === 'card' ? <CardDrawer care={care} onClose={close} /> : null}
    </>
  )
}
