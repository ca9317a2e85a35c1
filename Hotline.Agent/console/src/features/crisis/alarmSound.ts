import type { Sound } from '../../sound/play'

/** Falls where every caller's sound rises, in a hard wave that no lane has, and goes on until somebody answers or it is withdrawn. */
export const alarmSound: Sound = {
  wave: 'square',
  every: 2.4,
  notes: [[0, 0.32, 740, 0.22], [0.36, 0.32, 554.37, 0.22], [0.72, 0.32, 740, 0.22], [1.08, 0.5, 554.37, 0.22]],
}

/** The same, now and then: somebody has it already, and something of it is overdue. */
export const reminderSound: Sound = { ...alarmSound, every: 30 }
