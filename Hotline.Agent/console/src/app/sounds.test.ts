import { describe, expect, it } from 'vitest'
import { alarmSound } from '../features/crisis/alarmSound'
import { ringOf } from '../features/offer/sounds'

describe('Lanes', () => {
  it('never sound like the alarm', () => {
    expect(['legal', 'psychological', 'crisis', 'something-new'].map((skill) => ringOf(skill).wave)).not.toContain(alarmSound.wave)
    expect(alarmSound.every).not.toBeNull()
  })

  it('sound different, and only the crisis repeats', () => {
    const sounds = ['legal', 'psychological', 'crisis', 'something-new'].map(ringOf)
    expect(new Set(sounds.map((s) => JSON.stringify(s.notes))).size).toBe(4)
    expect(sounds.map((s) => s.every !== null)).toEqual([false, false, true, false])
  })
})
