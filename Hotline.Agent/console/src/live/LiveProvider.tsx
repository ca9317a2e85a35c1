import { useQueryClient } from '@tanstack/react-query'
import { createContext, use, useEffect, useMemo, useState, type ReactNode } from 'react'
import type { BoardSnapshot, ConsoleHub, CrisisChange, DeskSnapshot } from '../generated/hub'
import { keys } from '../http/keys'
import { askedOnce } from './askedOnce'
import { takeChange, takeCrisis, type ShownCrisis } from './crisis'
import { takeBoard, takeDesk, type ShownDesk } from './desk'
import { Line, type LineState } from './Line'
import { serverClock } from './serverClock'

interface Live {
  readonly state: LineState
  /** True for a few seconds after a reconnection, once the desk is fresh again. */
  readonly resynchronised: boolean
  readonly hub: ConsoleHub
}

const LiveContext = createContext<Live | null>(null)

/** Push is a hint: the same state is asked for this often, whatever was pushed. */
const refreshMs = 10_000

/** No answer to that for this long, and the line is taken for cut, however open it looks. */
const silenceMs = 6_000

const announceMs = 4_000

/** Keeps the hub connection of a signed-in session and patches what it tells into the query cache. */
export function LiveProvider({ children, onSignedOut }: { children: ReactNode; onSignedOut: (reason: string | null) => void }) {
  const cache = useQueryClient()
  const [state, setState] = useState<LineState>('connecting')
  const [resynchronised, setResynchronised] = useState(false)

  const line = useMemo(() => {
    let number = 0
    const desk = (told: DeskSnapshot, by: number) => {
      if (by !== number) return
      serverClock.learn(told.serverTime)
      cache.setQueryData<ShownDesk>(keys.desk, (shown) => takeDesk(shown, told, by))
    }
    const board = (told: BoardSnapshot) => cache.setQueryData<BoardSnapshot>(keys.board, (shown) => takeBoard(shown, told))
    // Alarms are asked for by themselves: they wait for nothing else.
    const askCrisis = askedOnce(async () => {
      const by = number
      const told = await made.hub.WatchCrisis()
      if (by === number) cache.setQueryData<ShownCrisis>(keys.crisis, (shown) => takeCrisis(shown, told, by))
    })
    const crisis = (change: CrisisChange, by: number) => {
      if (by !== number) return
      const next = takeChange(cache.getQueryData<ShownCrisis>(keys.crisis), change, by)
      if (next) cache.setQueryData(keys.crisis, next)
      else askCrisis()
    }
    const lookAtCrisis = async () => {
      const [by, shown] = [number, cache.getQueryData<ShownCrisis>(keys.crisis)]
      const change = shown?.line === by ? await made.hub.CrisisSince(shown.crisis.version) : null
      if (change) crisis(change, by)
      else askCrisis()
    }
    const ask = async (by: number) => {
      askCrisis()
      const [deskNow, boardNow] = await Promise.allSettled([made.hub.GetDesk(), made.hub.WatchBoard()])
      if (deskNow.status === 'fulfilled') desk(deskNow.value, by)
      if (boardNow.status === 'fulfilled') board(boardNow.value)
      return deskNow.status === 'fulfilled'
    }
    const made = new Line({
      state: setState,
      opened: (by) => {
        number = by
        serverClock.forget()
        void ask(by).then((fresh) => {
          if (!fresh || by === 1) return
          setResynchronised(true)
          setTimeout(() => setResynchronised(false), announceMs)
        })
      },
      desk,
      board,
      crisis,
      signedOut: (reason) => onSignedOut(reason),
    })
    const refresh = () => {
      if (!made.connected) return
      const silent = setTimeout(() => void made.renew(), silenceMs)
      made.hub
        .GetDesk()
        .then((told) => desk(told, number), () => {}) // An error is an answer, too.
        .finally(() => clearTimeout(silent))
      lookAtCrisis().catch(() => {}) // An error is an answer, too.
    }
    return Object.assign(made, { refresh })
    // One line per session: the provider is mounted anew for each.
  }, [])

  useEffect(() => {
    line.start()
    const timer = setInterval(line.refresh, refreshMs)
    const seen = () => document.visibilityState === 'visible' && line.refresh()
    document.addEventListener('visibilitychange', seen)
    return () => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', seen)
      void line.stop()
    }
  }, [line])

  const live = useMemo(() => ({ state, resynchronised, hub: line.hub }), [state, resynchronised, line])
  return <LiveContext value={live}>{children}</LiveContext>
}

export function useLive(): Live {
  const live = use(LiveContext)
  if (!live) throw new Error('useLive outside LiveProvider')
  return live
}
