import { useSyncExternalStore } from 'react'
import { serverClock } from './serverClock'

const listeners = new Set<() => void>()
let timer: ReturnType<typeof setInterval> | undefined

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  timer ??= setInterval(() => listeners.forEach((tell) => tell()), 250)
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    clearInterval(timer)
    timer = undefined
  }
}

/** The server's time in milliseconds, ticking every `step`. All clocks of the page share one timer. */
export function useServerNow(step = 1_000): number {
  const now = () => Math.floor(serverClock.now() / step) * step
  return useSyncExternalStore(subscribe, now, now)
}
