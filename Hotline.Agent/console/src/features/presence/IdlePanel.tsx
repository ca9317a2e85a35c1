import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { Elapsed } from '../../elements/Elapsed'
import type { DeskSnapshot, DeskState } from '../../generated/hub'
import { breakReasonName } from '../../i18n/names'
import { Keys } from '../../keys/Keys'
import { useWish } from './useWish'

/** The left column between calls: what the desk is doing, and the one step to answering. */
export function IdlePanel({ desk }: { desk: DeskSnapshot }) {
  const { t } = useTranslation()
  const { wish, busy } = useWish()
  const idle = idleAs(desk.state)
  return (
    <section className="panel idle" data-testid="idle-panel" data-state={desk.state}>
      <h2>{t(`idle.${idle}.title`)}</h2>
      {desk.state === 'Break' && desk.breakReason ? <p className="soft">{breakReasonName(t, desk.breakReason)}</p> : null}
      <p className="idle-timer">
        <Elapsed from={desk.since} />
      </p>
      <p className="soft">{t(`idle.${idle}.text`)}</p>
      {idle === 'ready' || idle === 'assist' ? null : (
        <Button type="primary" size="large" block loading={busy} onClick={() => void wish('Ready')} data-testid="become-ready">
          {t(idle === 'off' ? 'presence.start' : 'presence.becomeReady')} <Keys of="ready" />
        </Button>
      )}
    </section>
  )
}

function idleAs(state: DeskState): 'ready' | 'break' | 'off' | 'assist' {
  switch (state) {
    case 'Ready':
    case 'Offered':
      return 'ready'
    // A desk with a call is the call panel's; the snapshot may name the state a moment before the call.
    case 'Ringing':
    case 'Busy':
    case 'WrapUp':
      return 'ready'
    case 'Assisting':
      return 'assist'
    case 'Break':
      return 'break'
    case 'Off':
      return 'off'
  }
}
