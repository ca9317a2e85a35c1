/** One note: start (s), length (s), frequency (Hz), loudness 0..1. */
export type Note = readonly [start: number, length: number, hertz: number, loudness: number]

export interface Sound {
  readonly notes: readonly Note[]
  readonly wave: OscillatorType
  /** Seconds from one beginning to the next; null: once. */
  readonly every: number | null
}

let context: AudioContext | undefined

/** Browsers keep a page silent until it was touched once; the first click or key of the page opens the sound. */
export function openSoundOnFirstTouch(): void {
  const open = () => {
    context ??= new AudioContext()
    void context.resume()
    if (context.state !== 'running') return
    window.removeEventListener('pointerdown', open)
    window.removeEventListener('keydown', open)
  }
  window.addEventListener('pointerdown', open)
  window.addEventListener('keydown', open)
}

/** Sounds until the returned function is called, or once. */
export function play({ notes, wave, every }: Sound): () => void {
  if (typeof AudioContext === 'undefined') return () => {}
  context ??= new AudioContext()
  void context.resume()
  const out = context.createGain()
  out.connect(context.destination)

  const once = () => {
    const at = context!.currentTime + 0.02
    for (const [start, length, hertz, loudness] of notes) {
      const voice = context!.createOscillator()
      const shape = context!.createGain()
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

  once()
  const timer = every === null ? undefined : setInterval(once, every * 1_000)
  return () => {
    clearInterval(timer)
    out.disconnect()
  }
}
