import { App } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { JoinOutcome } from '../../generated/hub'
import { attempt } from '../../live/attempt'
import { joinTone } from './joining'

/** One act at a time, and its outcome in words. */
export function useJoining<Act extends string>(): { busy: Act | null; run: (act: Act, asked: Promise<JoinOutcome>) => Promise<void> } {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const [busy, setBusy] = useState<Act | null>(null)

  const run = async (act: Act, asked: Promise<JoinOutcome>) => {
    setBusy(act)
    const outcome = await attempt(asked)
    setBusy(null)
    const tone = joinTone(outcome)
    if (outcome === 'Done' || tone === 'silent') return
    void message[tone](t(`join.outcome.${outcome}`), 6)
  }
  return { busy, run }
}
