/** One note: start (s), length (s), frequency (Hz), loudness 0..1. */
type Note = readonly [start: number, length: number, hertz: number, loudness: number]

interface Ring {
  readonly notes: readonly Note[]
  readonly wave: OscillatorType
  /** Seconds from one beginning to the next; null: once. */
  readonly every: number | null
}

/** A lane is heard before it is read. The crisis sound is the only hard-edged one and the only one that repeats at once. */
const rings: Readonly<Record<string, Ring>> = {
  legal: { wave: 'sine', every: null, notes: [[0, 0.22, 523.25, 0.35], [0.24, 0.42, 659.25, 0.35]] },
  psychological: { wave: 'sine', every: null, notes: [[0, 0.5, 392, 0.32], [0.3, 0.5, 493.88, 0.26], [0.6, 0.8, 392, 0.2]] },
  crisis: {
    wave: 'triangle',
    every: 1.5,
    notes: [[0, 0.14, 880, 0.5], [0.18, 0.14, 1174.66, 0.5], [0.36, 0.14, 880, 0.5], [0.54, 0.22, 1174.66, 0.5]],
  },
}

const otherRing: Ring = { wave: 'sine', every: null, notes: [[0, 0.3, 587.33, 0.32], [0.34, 0.3, 587.33, 0.32]] }

export const ringOf = (skill: string): Ring => rings[skill] ?? otherRing

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

/** Rings for a lane until the returned function is called. */
export function ring(skill: string): () => void {
  if (typeof AudioContext === 'undefined') return () => {}
  context ??= new AudioContext()
  void context.resume()
  const { notes, wave, every } = ringOf(skill)
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
