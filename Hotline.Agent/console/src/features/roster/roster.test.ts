import { describe, expect, it } from 'vitest'
import type { RosterView, ShiftView } from '../../generated/api'
import { addDays, instantOf, isDay, mondayOf, shiftInstants, wallClock } from './days'
import { foreseen, gapsOf, gridOf, spanOf } from './grid'

const zone = 'Asia/Shanghai'
const monday = '2026-11-16'
const shift = (staffId: string, startsAt: string, endsAt: string): ShiftView => ({ id: startsAt, staffId, name: `name ${staffId}`, centre: 'main', skill: 'legal', startsAt, endsAt, warnings: [] })

describe('Days', () => {
  it('are counted over months and years, and weeks begin on Monday', () => {
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01')
    expect(mondayOf('2026-11-22')).toBe(monday)
    expect(mondayOf(monday)).toBe(monday)
    expect([isDay('2026-11-16'), isDay('2026-13-40'), isDay('soon'), isDay(null)]).toEqual([true, false, false, false])
  })

  it("are those of the region's clock, wherever this computer is", () => {
    expect(wallClock('2026-11-15T16:00:00Z', zone)).toEqual({ day: monday, time: '00:00' })
    expect(instantOf(monday, '08:30', zone)).toBe('2026-11-16T00:30:00.000Z')
    // The clock goes back on 25 October there; 3 o'clock is after it, 1 o'clock before.
    expect(instantOf('2026-10-25', '01:00', 'Europe/Berlin')).toBe('2026-10-24T23:00:00.000Z')
    expect(instantOf('2026-10-25', '03:00', 'Europe/Berlin')).toBe('2026-10-25T02:00:00.000Z')
  })

  it('let a night shift end on the next one', () => {
    expect(shiftInstants(monday, '20:00', '08:00', zone)).toEqual({ startsAt: '2026-11-16T12:00:00.000Z', endsAt: '2026-11-17T00:00:00.000Z' })
    expect(shiftInstants(monday, '16:00', '00:00', zone).endsAt).toBe('2026-11-16T16:00:00.000Z')
  })
})

describe('The week', () => {
  const roster: RosterView = {
    centre: 'main', from: '2026-11-15T16:00:00Z', to: '2026-11-22T16:00:00Z', timeZone: zone, skills: ['legal'],
    people: [{ id: 'li', name: '李', skills: [{ skill: 'legal', level: 2, until: '2026-11-18' }] }],
    shifts: [
      shift('li', '2026-11-15T12:00:00Z', '2026-11-16T00:00:00Z'),
      shift('li', '2026-11-17T12:00:00Z', '2026-11-18T00:00:00Z'),
      shift('gone', '2026-11-22T00:00:00Z', '2026-11-22T08:00:00Z'),
    ],
    gaps: [{ skill: 'legal', from: '2026-11-18T00:00:00Z', to: '2026-11-19T16:00:00Z' }],
  }

  it('has a row for everybody, a shift on the day it begins or on the first', () => {
    expect(gridOf(roster, monday).map((row) => [row.name, row.days.map((d) => d.length)])).toEqual([
      ['李', [1, 1, 0, 0, 0, 0, 0]],
      ['name gone', [0, 0, 0, 0, 0, 0, 1]],
    ])
    expect(roster.shifts.map((s) => spanOf(s, zone))).toEqual(['20:00–08:00 +1', '20:00–08:00 +1', '08:00–16:00'])
    expect(spanOf({ startsAt: '2026-11-16T08:00:00Z', endsAt: '2026-11-16T16:00:00Z' }, zone)).toBe('16:00–24:00')
  })

  it('cuts the times without anybody at midnight', () => {
    expect(gapsOf(roster.gaps, monday, zone)).toEqual([
      [], [],
      [{ skill: 'legal', from: '08:00', to: '24:00' }],
      [{ skill: 'legal', from: '00:00', to: '24:00' }],
      [], [], [],
    ])
  })

  it('foresees what the server will warn of', () => {
    const li = roster.people[0]
    expect(foreseen(li, 'legal', '2026-11-18')).toBeNull()
    expect(foreseen(li, 'legal', '2026-11-19')).toBe('SkillExpires')
    expect(foreseen(li, 'crisis', '2026-11-18')).toBe('SkillMissing')
    expect(foreseen(undefined, 'legal', monday)).toBeNull()
  })
})
