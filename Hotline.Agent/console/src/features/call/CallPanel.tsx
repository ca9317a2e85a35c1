import { AudioMutedOutlined, AudioOutlined, CaretRightOutlined, CheckOutlined, ClockCircleOutlined, PauseOutlined, PhoneFilled, WarningOutlined } from '@ant-design/icons'
import { App, Button, Popconfirm, Progress } from 'antd'
import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Elapsed } from '../../elements/Elapsed'
import { LaneTag } from '../../elements/LaneTag'
import { QuietSigns } from '../../elements/QuietSigns'
import { CallTag } from '../../elements/StateTag'
import { At } from '../../elements/When'
import type { CallOutcome, CallView } from '../../generated/hub'
import { duration } from '../../i18n/times'
import { Keys } from '../../keys/Keys'
import { useShortcut } from '../../keys/useShortcut'
import { attempt } from '../../live/attempt'
import { countdown } from '../../live/countdown'
import { useLive } from '../../live/LiveProvider'
import { useServerNow } from '../../live/useServerNow'
import { NumberReveal } from '../../elements/NumberReveal'
import { InCall } from './InCall'
import { phaseOf } from './phase'

type Act = 'hold' | 'mute' | 'end' | 'finish' | 'extend' | 'risk'

/** `card`: what 110 and 120 must be told of this call. */
export function CallPanel({ call, wrapUpUntil, card, children }: { call: CallView; wrapUpUntil: string | null; card?: ReactNode; children?: ReactNode }) {
  const { t } = useTranslation()
  const { hub } = useLive()
  const { message } = App.useApp()
  const [busy, setBusy] = useState<Act | null>(null)
  const [asksEnd, setAsksEnd] = useState(false)
  const phase = phaseOf(call.state)
  const held = call.state === 'Held'

  const run = async (act: Act, asked: Promise<CallOutcome>) => {
    setBusy(act)
    const outcome = await attempt(asked)
    setBusy(null)
    switch (outcome) {
      case 'Done':
        return
      case 'CallerGone':
        void message.info(t('call.outcome.CallerGone'))
        return
      case 'NotYourCall':
      case 'NotNow':
      case 'LongestReached':
      case 'CarrierFailed':
      case 'Degraded':
      case 'Unreachable':
        void message.warning(t(`call.outcome.${outcome}`), 6)
        return
      default:
        outcome satisfies never
    }
  }
  const hold = () => void run('hold', hub.Hold(call.call, !held))
  const mute = () => void run('mute', hub.Mute(call.call, !call.muted))
  const end = () => {
    setAsksEnd(false)
    void run('end', hub.End(call.call))
  }
  const finish = () => void run('finish', hub.FinishWrapUp(call.call))
  const extend = () => void run('extend', hub.ExtendWrapUp(call.call))

  useShortcut('hold', hold, phase.canHold && busy === null)
  useShortcut('mute', mute, phase.canMute && busy === null)
  useShortcut('end', () => (asksEnd ? end() : setAsksEnd(true)), phase.canEnd && busy === null)
  useShortcut('wrapUp', finish, phase.canFinish && busy === null)
  useShortcut('extend', extend, phase.canFinish && busy === null)

  return (
    <section className={`panel call call-${phase.tone}`} data-testid="call-panel" data-state={call.state} data-call={call.call} aria-busy={busy !== null}>
      <header className="call-head">
        <CallTag state={call.state} />
        <LaneTag skill={call.skill} />
      </header>
      {call.risk || call.resumed ? (
        <p className="call-marks">
          {call.risk ? (
            <span className="risk-tag risk-tag-Present" data-testid="call-risk">
              <WarningOutlined /> {t('call.risk')}
            </span>
          ) : null}
          {call.resumed ? (
            <span className="risk-tag" data-testid="call-resumed">
              {t('call.resumed')}
            </span>
          ) : null}
        </p>
      ) : null}

      <QuietSigns quiet={call.quiet} answers={call.keyAnswers} />

      <div className="call-timer figures" data-testid="call-timer" role="timer">
        <CallClock call={call} />
      </div>
      <p className="soft call-said" data-testid="call-said">
        {call.state === 'Ringing' && call.callBack ? t(call.callBack.dialling ? 'callBacks.dialling' : 'callBacks.first') : t(`call.said.${call.state}`)}
      </p>

      <NumberReveal call={call.call} masked={call.maskedNumber} />

      {phase.canHold ? (
        <div className="call-acts">
          <Button
            data-testid="call-hold"
            size="large"
            icon={held ? <CaretRightOutlined /> : <PauseOutlined />}
            type={held ? 'primary' : 'default'}
            loading={busy === 'hold'}
            onClick={hold}
          >
            {held ? t('call.resume') : t('call.hold')} <Keys of="hold" />
          </Button>
          <Button
            data-testid="call-mute"
            size="large"
            icon={call.muted ? <AudioMutedOutlined /> : <AudioOutlined />}
            type={call.muted ? 'primary' : 'default'}
            loading={busy === 'mute'}
            onClick={mute}
            aria-pressed={call.muted}
          >
            {call.muted ? t('call.unmute') : t('call.mute')} <Keys of="mute" />
          </Button>
        </div>
      ) : null}

      {phase.canHold ? <InCall call={call} card={card} /> : null}

      {phase.canEnd ? (
        <Popconfirm
          open={asksEnd}
          onOpenChange={setAsksEnd}
          title={t('call.endAsk')}
          okText={t('call.end')}
          cancelText={t('common.cancel')}
          okButtonProps={{ danger: true, 'data-testid': 'call-end-confirm' }}
          onConfirm={end}
          placement="bottom"
        >
          <Button data-testid="call-end" size="large" block danger icon={<PhoneFilled rotate={225} />} loading={busy === 'end'}>
            {t('call.end')} <Keys of="end" />
          </Button>
        </Popconfirm>
      ) : null}

      {phase.canFinish ? (
        <>
          {wrapUpUntil ? <WrapUpLeft from={call.endedAt ?? wrapUpUntil} until={wrapUpUntil} /> : null}
          <Button data-testid="wrapup-finish" size="large" type="primary" block icon={<CheckOutlined />} loading={busy === 'finish'} onClick={finish}>
            {t('call.finish')} <Keys of="wrapUp" />
          </Button>
          <Button data-testid="wrapup-extend" block icon={<ClockCircleOutlined />} loading={busy === 'extend'} onClick={extend}>
            {t('call.extend')} <Keys of="extend" />
          </Button>
        </>
      ) : null}

      {call.risk ? null : (
        <Button
          data-testid="call-mark-risk"
          block
          icon={<WarningOutlined />}
          title={t('call.markRiskText')}
          loading={busy === 'risk'}
          onClick={() => void run('risk', hub.MarkRisk(call.call))}
        >
          {t('call.markRisk')}
        </Button>
      )}

      {children}

      <dl className="call-facts">
        <dt>{t('call.arrived')}</dt>
        <dd>
          <At at={call.arrivedAt} seconds />
        </dd>
        <dt>{t('call.waited')}</dt>
        <dd className="figures">{duration(Math.max(0, Date.parse(call.acceptedAt ?? call.arrivedAt) - Date.parse(call.arrivedAt)))}</dd>
      </dl>
    </section>
  )
}

function CallClock({ call }: { call: CallView }) {
  switch (phaseOf(call.state).clock) {
    case 'sinceAccepted':
      return <Elapsed from={call.acceptedAt ?? call.arrivedAt} />
    case 'sinceConnected':
      return <Elapsed from={call.connectedAt ?? call.acceptedAt ?? call.arrivedAt} />
    case 'talked':
      return call.connectedAt ? <Elapsed from={call.connectedAt} until={call.endedAt} /> : <>00:00</>
  }
}

function WrapUpLeft({ from, until }: { from: string; until: string }) {
  const { t } = useTranslation()
  const now = useServerNow()
  const left = countdown(from, until, now)
  return (
    <div className="wrapup" data-testid="wrapup-left">
      <div className="wrapup-words">
        <span>{t('call.wrapUpLeft')}</span>
        <span className="figures">{duration(left.seconds * 1_000)}</span>
      </div>
      <Progress percent={left.part * 100} showInfo={false} size="small" status="normal" aria-label={t('call.wrapUpLeft')} />
    </div>
  )
}
