import type { GapView, RosterPersonView, RosterView, ShiftView, ShiftWarning } from '../../generated/api'
import { addDays, wallClock } from './days'

export interface Row {
  readonly staffId: string
  readonly name: string
  readonly skills: readonly string[]
  /** Seven days; a shift stands on the day it begins (or on the first, when it began before). */
  readonly days: readonly (readonly ShiftView[])[]
}

const dayIn = (at: string, week: readonly string[], zone: string) => Math.max(0, week.indexOf(wallClock(at, zone).day))

export const weekOf = (monday: string): string[] => [0, 1, 2, 3, 4, 5, 6].map((n) => addDays(monday, n))

/** Everybody who takes calls here, and whoever else has a shift. */
export function gridOf(roster: RosterView, monday: string): Row[] {
  const week = weekOf(monday)
  const people = new Map(roster.people.map((p) => [p.id, { name: p.name, skills: p.skills.map((s) => s.skill) }]))
  for (const shift of roster.shifts) if (!people.has(shift.staffId)) people.set(shift.staffId, { name: shift.name, skills: [] })
  return [...people].map(([staffId, { name, skills }]) => {
    const days = week.map((): ShiftView[] => [])
    for (const shift of roster.shifts) if (shift.staffId === staffId) days[dayIn(shift.startsAt, week, roster.timeZone)]?.push(shift)
    return { staffId, name, skills, days }
  })
}

export interface DayGap {
  readonly skill: string
  readonly from: string
  readonly to: string
}

/** The times without anybody, cut at midnight: `00:00`–`24:00` is a whole day. */
export function gapsOf(gaps: readonly GapView[], monday: string, zone: string): DayGap[][] {
  const week = weekOf(monday)
  const days = week.map((): DayGap[] => [])
  for (const gap of gaps) {
    const [from, to] = [wallClock(gap.from, zone), wallClock(gap.to, zone)]
    week.forEach((day, i) => {
      if (day < from.day || day > to.day || (day === to.day && to.time === '00:00')) return
      days[i]?.push({ skill: gap.skill, from: day === from.day ? from.time : '00:00', to: day === to.day ? to.time : '24:00' })
    })
  }
  return days
}

/** `08:00–16:00`; a shift that ends on a later day says so. */
export function spanOf(shift: Pick<ShiftView, 'startsAt' | 'endsAt'>, zone: string): string {
  const [from, to] = [wallClock(shift.startsAt, zone), wallClock(shift.endsAt, zone)]
  return `${from.time}–${to.day === from.day ? to.time : to.time === '00:00' ? '24:00' : `${to.time} +1`}`
}

/** What the server will warn of, told before it is saved. */
export function foreseen(person: RosterPersonView | undefined, skill: string | undefined, lastDay: string): ShiftWarning | null {
  if (!person || !skill) return null
  const held = person.skills.find((s) => s.skill === skill)
  if (!held) return 'SkillMissing'
  return held.until !== null && held.until < lastDay ? 'SkillExpires' : null
}
