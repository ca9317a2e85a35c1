import { App } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AcknowledgeView, CrisisOutcome, EscalationNews, EscalationOutcome, EscalationView, RescueService, RescueStep } from '../../generated/hub'
import { useLive } from '../../live/LiveProvider'
import { useCrisis } from '../../live/useDesk'
import { refused, type Refusal } from './words'

/** Acts on escalations, one at a time; what could not be done is said. Each tells whether it was done. */
export function useActs() {
  const { t } = useTranslation()
  const { hub } = useLive()
  const dutyPhone = useCrisis()?.dutyPhone ?? null
  const { notification } = App.useApp()
  const [busy, setBusy] = useState(false)

  const say = (outcome: Refusal, holder: string | null) =>
    notification[outcome === 'AlreadyAcknowledged' ? 'info' : 'warning']({
      key: 'crisis',
      placement: 'top',
      duration: 8,
      title: (
        <span data-testid="crisis-outcome" data-outcome={outcome}>
          {refused(t, outcome, holder, dutyPhone)}
        </span>
      ),
    })
  const run = async (asked: Promise<AcknowledgeView>): Promise<boolean> => {
    setBusy(true)
    const { outcome, holder } = await asked.catch(() => ({ outcome: 'Unreachable' as const, holder: null }))
    setBusy(false)
    if (outcome === 'Done') return true
    say(outcome, holder)
    return false
  }
  const plain = (asked: Promise<EscalationOutcome>) => run(asked.then((outcome) => ({ outcome, holder: null })))

  return {
    busy,
    acknowledge: (e: EscalationView) => run(hub.AcknowledgeEscalation(e.id)),
    handBack: (e: EscalationView) => plain(hub.HandBackEscalation(e.id)),
    close: (e: EscalationView, outcome: CrisisOutcome) => plain(hub.CloseEscalation(e.id, outcome)),
    tell: (e: EscalationView, news: EscalationNews) => plain(hub.TellEscalation(e.id, news)),
    askRescue: (e: EscalationView, service: RescueService) => plain(hub.AskRescue(e.id, service)),
    noteRescue: (e: EscalationView, rescue: number, step: RescueStep) => plain(hub.NoteRescue(e.id, rescue, step)),
  }
}

export type Acts = ReturnType<typeof useActs>
