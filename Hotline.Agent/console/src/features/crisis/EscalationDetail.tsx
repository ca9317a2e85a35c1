import { Button } from 'antd'
import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { CentreName } from '../../elements/CentreName'
import { LaneTag } from '../../elements/LaneTag'
import { CallTag } from '../../elements/StateTag'
import { At } from '../../elements/When'
import type { EscalationView, RescueService } from '../../generated/hub'
import { listed } from '../../i18n/names'
import { Keys } from '../../keys/Keys'
import { useDigits } from '../../keys/useDigits'
import { useShortcut } from '../../keys/useShortcut'
import { useDesk } from '../../live/useDesk'
import { answersCrisis, useMe } from '../../session/SessionContext'
import { CloseDialog } from './CloseDialog'
import { EscalationTag } from './EscalationTag'
import { EscalationTimeline } from './EscalationTimeline'
import { JoinAct } from './JoinAct'
import { NextStep } from './NextStep'
import { RescueList } from './RescueList'
import { useActs } from './useActs'
import { causesOf } from './words'

const services: readonly RescueService[] = ['Police', 'Ambulance', 'Other']

/** One open escalation: its facts, and what its reader may do, each by one key. */
export function EscalationDetail({ escalation: e, care }: { escalation: EscalationView; care: (call: string) => ReactNode }) {
  const { t, i18n } = useTranslation()
  const me = useMe()
  const acts = useActs()
  const call = useDesk()?.call?.call ?? null
  const [asks, setAsks] = useState<'rescue' | 'join' | 'close' | null>(null)
  // Who pressed 1 at home has no console: somebody at one goes on with it.
  const mayAnswer = answersCrisis(me) && (e.state === 'Paging' || e.byTelephone)
  const free = !acts.busy && asks !== 'close'
  const ask = (service: RescueService) => {
    setAsks(null)
    void acts.askRescue(e, service)
  }
  const askRescue = () => setAsks((now) => (now === 'rescue' ? null : 'rescue'))
  // Help may be asked for before anybody has answered, also by whoever speaks with the caller; from then on by whoever has it.
  const mayRescue = e.mine || (mayAnswer && e.state === 'Paging') || (e.state === 'Paging' && call !== null && call === e.call)

  useShortcut('answer', () => void acts.acknowledge(e), mayAnswer && free)
  useShortcut('rescue', askRescue, mayRescue && free)
  useShortcut('handBack', () => void acts.handBack(e), e.mine && free)
  useShortcut('close', () => setAsks('close'), e.mine && free)
  useDigits(services, ask, mayRescue && asks === 'rescue' && !acts.busy)

  return (
    <section className="panel crisis-detail" aria-label={t('crisis.one')} data-testid="crisis-detail" data-escalation={e.id} data-state={e.state} aria-busy={acts.busy}>
      <header className="crisis-card-head">
        <EscalationTag escalation={e} />
        {e.skill ? <LaneTag skill={e.skill} /> : null}
      </header>
      {e.state === 'Paging' ? <NextStep escalation={e} /> : null}

      <div className="crisis-acts">
        {mayAnswer ? (
          <Button data-own-enter type="primary" danger size="large" loading={acts.busy} onClick={() => void acts.acknowledge(e)} data-testid="crisis-answer">
            {t(e.byTelephone ? 'crisis.act.takeOn' : 'crisis.act.answer')} <Keys of="answer" />
          </Button>
        ) : null}
        <JoinAct escalation={e} asks={asks === 'join'} onAsk={(open) => setAsks(open ? 'join' : null)} />
        {mayRescue ? (
          <Button data-own-enter size="large" onClick={askRescue} aria-expanded={asks === 'rescue'} disabled={acts.busy} data-testid="crisis-rescue">
            {t('crisis.act.rescue')} <Keys of="rescue" />
          </Button>
        ) : null}
        {e.mine ? (
          <>
            <Button data-own-enter size="large" onClick={() => setAsks('close')} disabled={acts.busy} data-testid="crisis-close">
              {t('crisis.act.close')} <Keys of="close" />
            </Button>
            <Button data-own-enter size="large" onClick={() => void acts.handBack(e)} disabled={acts.busy} data-testid="crisis-hand-back">
              {t('crisis.act.handBack')} <Keys of="handBack" />
            </Button>
          </>
        ) : null}
      </div>
      {asks === 'rescue' ? (
        <div className="crisis-choice" role="group" aria-label={t('crisis.act.rescue')}>
          {services.map((service, n) => (
            <Button key={service} data-own-enter onClick={() => ask(service)} data-testid={`rescue-ask-${service}`}>
              <kbd>{n + 1}</kbd> {t(`crisis.service.${service}`)}
            </Button>
          ))}
          <span className="soft">{t('crisis.rescue.hint')}</span>
        </div>
      ) : null}
      <CloseDialog escalation={e} open={asks === 'close'} acts={acts} onOver={() => setAsks(null)} />

      <RescueList escalation={e} acts={acts} may={mayRescue} keysOn={free} />

      <dl className="call-facts crisis-facts">
        <dt>{t('crisis.fact.causes')}</dt>
        <dd>{causesOf(t, e.causes, i18n.language)}</dd>
        <dt>{t('crisis.fact.raised')}</dt>
        <dd>
          <At at={e.raisedAt} seconds /> {e.raisedBy ?? ''}
        </dd>
        <dt>{t('crisis.fact.caller')}</dt>
        <dd className="figures">
          {e.call ? <Link to={`/records/${e.call}`}>{e.maskedNumber || t('crisis.fact.record')}</Link> : e.maskedNumber || t('crisis.fact.noCall')} <CentreName code={e.centre} />
        </dd>
        {e.callState ? (
          <>
            <dt>{t('crisis.fact.call')}</dt>
            <dd>
              <CallTag state={e.callState} /> {e.operator ?? ''}
            </dd>
          </>
        ) : null}
        {e.helpers.length > 0 ? (
          <>
            <dt>{t('crisis.fact.helpers')}</dt>
            <dd>
              {listed(
                e.helpers.map((h) => `${h.name} (${h.in ? t(`join.as.${h.mode}`) : t('join.coming')})`),
                i18n.language,
              )}
            </dd>
          </>
        ) : null}
      </dl>
      {e.mine && e.call ? care(e.call) : null}
      <EscalationTimeline id={e.id} told={`${e.state}/${e.round}/${e.level}/${e.holder}/${e.causes.length}/${e.rescues.map((r) => r.step).join()}`} />
    </section>
  )
}
