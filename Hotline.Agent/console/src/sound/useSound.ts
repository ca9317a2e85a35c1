import { useEffect, useState, useSyncExternalStore } from 'react'
import { onSoundState, openSound, play, soundState, type Sound } from './play'

/** `elsewhere`: another tab of hers sounds. `silent`: the browser does not let this page be heard yet. */
export type Heard = 'off' | 'here' | 'elsewhere' | 'silent'

/**
 * Sounds while `on`, in one of this person's tabs only: the one that holds the lock of that name. A tab that may not be heard does not ask for
 * it, and a tab that is closed lets it go. Without locks (an unencrypted address) every tab sounds: too loud is better than silent.
 */
export function useSoundInOneTab(name: string, sound: Sound, on: boolean): Heard {
  const audible = useSoundState() === 'allowed'
  const [mine, setMine] = useState(false)

  // A page that was never touched may still be allowed, by the browser's own rules.
  useEffect(() => {
    if (on && !audible) openSound()
  }, [on, audible])
  useEffect(() => {
    if (!on || !audible) return
    if (!('locks' in navigator)) {
      setMine(true)
      return () => setMine(false)
    }
    const over = new AbortController()
    let release = () => {}
    const held = new Promise<void>((done) => (release = done))
    const hold = () => {
      setMine(true)
      return held
    }
    navigator.locks.request(name, { signal: over.signal }, hold).catch(() => {})
    return () => {
      over.abort()
      release()
      setMine(false)
    }
  }, [name, on, audible])
  useEffect(() => (mine ? play(sound) : undefined), [mine, sound])

  if (!on) return 'off'
  return mine ? 'here' : audible ? 'elsewhere' : 'silent'
}

const useSoundState = () => useSyncExternalStore(onSoundState, soundState, soundState)
