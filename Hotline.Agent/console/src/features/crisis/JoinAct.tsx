import { App, Button } from 'antd'
import { useTranslation } from 'react-i18next'
import type { EscalationView, JoinMode } from '../../generated/hub'
import { Keys } from '../../keys/Keys'
import { useDigits } from '../../keys/useDigits'
import { useShortcut } from '../../keys/useShortcut'
import { attempt } from '../../live/attempt'
import { useLive } from '../../live/LiveProvider'
import { useDesk } from '../../live/useDesk'

/** The least invasive first. */
const modes: readonly JoinMode[] = ['Coach', 'Party', 'TakeOver']

/** Into the call of an escalation she has, while it is talked in. */
export function JoinAct({ escalation: e, asks, onAsk }: { escalation: EscalationView; asks: boolean; onAsk: (open: boolean) => void }) {
  const { t } = useTranslation()
  const { hub } = useLive()
  const { notification } = App.useApp()
  const inside = useDesk()?.call?.call === e.call
  const call = e.mine && !inside && (e.callState === 'Connected' || e.callState === 'Held') ? e.call : null
  const may = call !== null
  const toggle = () => onAsk(!asks)
  const join = async (mode: JoinMode) => {
    onAsk(false)
    if (call === null) return
    const outcome = await attempt(hub.JoinCall(call, mode))
    if (outcome !== 'Done') notification.warning({ key: 'crisis', placement: 'top', duration: 8, title: <span data-testid="join-outcome">{t(`join.outcome.${outcome}`)}</span> })
  }
  useShortcut('join', toggle, may)
  useDigits(modes, (mode) => void join(mode), may && asks)

  if (!may) return null
  return (
    <>
      <Button data-own-enter size="large" onClick={toggle} aria-expanded={asks} data-testid="crisis-join">
        {t('crisis.act.join')} <Keys of="join" />
      </Button>
      {asks ? (
        <span className="crisis-choice" role="group" aria-label={t('crisis.act.join')}>
          {modes.map((mode, n) => (
            <Button key={mode} data-own-enter onClick={() => void join(mode)} data-testid={`join-${mode}`}>
              <kbd>{n + 1}</kbd> {t(`join.mode.${mode}`)}
            </Button>
          ))}
        </span>
      ) : null}
    </>
  )
}
