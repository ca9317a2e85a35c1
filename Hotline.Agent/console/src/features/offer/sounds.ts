import { play, type Sound } from '../../sound/play'

/** A lane is heard before it is read. The crisis sound is the only hard-edged one and the only one that repeats at once. */
const rings: Readonly<Record<string, Sound>> = {
  legal: { wave: 'sine', every: null, notes: [[0, 0.22, 523.25, 0.35], [0.24, 0.42, 659.25, 0.35]] },
  psychological: { wave: 'sine', every: null, notes: [[0, 0.5, 392, 0.32], [0.3, 0.5, 493.88, 0.26], [0.6, 0.8, 392, 0.2]] },
  crisis: {
    wave: 'triangle',
    every: 1.5,
    notes: [[0, 0.14, 880, 0.5], [0.18, 0.14, 1174.66, 0.5], [0.36, 0.14, 880, 0.5], [0.54, 0.22, 1174.66, 0.5]],
  },
}

const otherRing: Sound = { wave: 'sine', every: null, notes: [[0, 0.3, 587.33, 0.32], [0.34, 0.3, 587.33, 0.32]] }

export const ringOf = (skill: string): Sound => rings[skill] ?? otherRing

/** Rings for a lane until the returned function is called. */
export const ring = (skill: string): (() => void) => play(ringOf(skill))
