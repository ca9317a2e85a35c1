import { App } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DeskOutcome, Presence } from '../../generated/hub'
import { attempt } from '../../live/attempt'
import { useLive } from '../../live/LiveProvider'

/** States a wish and says what came of it; nothing is said when it simply happened. */
export function useWish() {
  const { hub } = useLive()
  const { message } = App.useApp()
  const { t } = useTranslation()
  const [busy, setBusy] = useState(false)

  const say = async (asked: Promise<DeskOutcome>) => {
    setBusy(true)
    const outcome = await attempt(asked)
    setBusy(false)
    switch (outcome) {
      case 'Done':
        return
      case 'AfterThisCall':
        void message.info(t('presence.outcome.AfterThisCall'))
        return
      case 'NoSkills':
      case 'NoTelephone':
      case 'Degraded':
      case 'Unreachable':
        void message.warning(t(`presence.outcome.${outcome}`), 6)
        return
      default:
        outcome satisfies never
    }
  }
  const wish = (presence: Presence, reason: string | null = null) => say(hub.SetPresence(presence, reason))
  const askDebrief = () => say(hub.AskDebrief())
  return { wish, askDebrief, busy }
}
