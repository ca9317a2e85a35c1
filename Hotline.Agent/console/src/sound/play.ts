/** One note: start (s), length (s), frequency (Hz), loudness 0..1. */
export type Note = readonly [start: number, length: number, hertz: number, loudness: number]

export interface Sound {
  readonly notes: readonly Note[]
  readonly wave: OscillatorType
  /** Seconds from one beginning to the next; null: once. */
  readonly every: number | null
}

let context: AudioContext | undefined
const listeners = new Set<() => void>()

function opened(): AudioContext {
  if (context) return context
  context = new AudioContext()
  context.addEventListener('statechange', () => listeners.forEach((tell) => tell()))
  return context
}

/** Whether this page may be heard: `silent` until it was touched once, where the browser asks for that. */
export const soundState = (): 'allowed' | 'silent' | 'none' =>
  typeof AudioContext === 'undefined' ? 'none' : context?.state === 'running' ? 'allowed' : 'silent'

/** Tells when {@link soundState} may have changed. */
export function onSoundState(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Asks the browser to let the page be heard; within a click or a key it does. */
export function openSound(): void {
  if (typeof AudioContext !== 'undefined') void opened().resume()
}

/** Browsers keep a page silent until it was touched once; the first click or key of the page opens the sound. */
export function openSoundOnFirstTouch(): void {
  const open = () => {
    openSound()
    if (soundState() === 'silent') return
    window.removeEventListener('pointerdown', open)
    window.removeEventListener('keydown', open)
  }
  window.addEventListener('pointerdown', open)
  window.addEventListener('keydown', open)
}

/** Sounds until the returned function is called, or once. While the page may not be heard nothing is saved up for later but the first time. */
export function play({ notes, wave, every }: Sound): () => void {
  if (typeof AudioContext === 'undefined') return () => {}
  const audio = opened()
  const out = audio.createGain()
  out.connect(audio.destination)
  let over = false

  const once = () => {
    if (over || audio.state !== 'running') return
    const at = audio.currentTime + 0.02
    for (const [start, length, hertz, loudness] of notes) {
      const voice = audio.createOscillator()
      const shape = audio.createGain()
      voice.type = wave
      voice.frequency.value = hertz
      shape.gain.setValueAtTime(0, at + start)
      shape.gain.linearRampToValueAtTime(loudness, at + start + 0.015)
      shape.gain.exponentialRampToValueAtTime(0.001, at + start + length)
      voice.connect(shape).connect(out)
      voice.start(at + start)
      voice.stop(at + start + length + 0.02)
    }
  }

  void audio.resume().then(once)
  const timer = every === null ? undefined : setInterval(once, every * 1_000)
  return () => {
    over = true
    clearInterval(timer)
    out.disconnect()
  }
}
