import { createContext, use, useEffect, useMemo, useReducer, type ReactNode } from 'react'
import { useLive } from '../../live/LiveProvider'
import { useDesk } from '../../live/useDesk'
import { useMe } from '../../session/SessionContext'
import { pauseMs, step, toKeep, type Raise } from './raise'

interface Raising {
  readonly raise: Raise
  readonly press: () => void
  readonly dismiss: () => void
}

const RaiseContext = createContext<Raising | null>(null)

/** Her own alarm: one for the page, whatever stands on it. Kept over a reload, since it may not have been sent yet. */
export function RaiseProvider({ children }: { children: ReactNode }) {
  const me = useMe()
  const { hub, state } = useLive()
  const call = useDesk()?.call?.call ?? null
  const key = `hotline.crisis.${me.staffId}`
  const [raise, tell] = useReducer(step, key, kept)

  useEffect(() => {
    if (raise.is === 'idle') sessionStorage.removeItem(key)
    else sessionStorage.setItem(key, JSON.stringify(toKeep(raise)))
  }, [raise, key])

  useEffect(() => {
    if (raise.is !== 'waiting' || state !== 'connected') return
    const timer = setTimeout(() => tell({ on: 'send', at: Date.now() }), pauseMs(raise.wish))
    return () => clearTimeout(timer)
  }, [raise, state])

  const asked = raise.is === 'asking' ? raise.wish : null
  useEffect(() => {
    if (!asked) return
    hub.RaiseCrisis(asked.call).then(
      (answer) => tell({ on: 'answer', answer }),
      () => tell({ on: 'answer', answer: 'Unreachable' }),
    )
  }, [asked, hub])

  const raising = useMemo(
    () => ({ raise, press: () => tell({ on: 'press', call, at: Date.now() }), dismiss: () => tell({ on: 'dismiss' }) }),
    [raise, call],
  )
  return <RaiseContext value={raising}>{children}</RaiseContext>
}

export function useRaise(): Raising {
  const raising = use(RaiseContext)
  if (!raising) throw new Error('useRaise outside RaiseProvider')
  return raising
}

function kept(key: string): Raise {
  try {
    return (JSON.parse(sessionStorage.getItem(key) ?? 'null') as Raise | null) ?? { is: 'idle' }
  } catch {
    return { is: 'idle' }
  }
}
