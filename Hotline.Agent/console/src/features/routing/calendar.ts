import type { OpeningHours, RoutingPolicy, Weekday } from '../../generated/api'

export const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const satisfies readonly Weekday[]

/** A moment on the network's own clock on the wall; no time zone is involved. */
export interface WallTime {
  /** `2026-10-01` */
  readonly date: string
  /** `08:30` */
  readonly time: string
}

export const always = 'always'

/** `08:30`; `24:00` is the end of a day. */
export const isTime = (text: string): boolean => /^([01]\d|2[0-3]):[0-5]\d$|^24:00$/.test(text)

/** What she types quickly, as the policy writes it: `8:30`, `830`, `8` and `８：３０` are `08:30`, `08:30`, `08:00` and `08:30`. */
export function timeTyped(text: string): string {
  const plain = text.normalize('NFKC').trim()
  const found = /^(\d{1,2}):(\d{2})$/.exec(plain) ?? /^(\d{1,2})(\d{2})$/.exec(plain) ?? /^(\d{1,2})()$/.exec(plain)
  if (!found) return plain
  const written = `${(found[1] ?? '').padStart(2, '0')}:${(found[2] ?? '').padStart(2, '0')}`
  return isTime(written) ? written : plain
}

export const minutes = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))

export const weekday = (date: string): Weekday => days[(new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7] ?? 'mon'

/** The spans of one day of the week, those that can be read. */
export const spansOn = (hours: OpeningHours, day: Weekday) => hours.open.filter((span) => span.days.includes(day) && isTime(span.from) && isTime(span.to) && span.from < span.to)

export interface Opening {
  readonly open: boolean
  /** Why: the ordinary week, a holiday, or a weekend day that is worked. */
  readonly because: 'always' | 'hours' | 'holiday' | 'workday' | 'unknown'
}

/** Whether the centre is open. On a shifted workday the hours of Monday apply. */
export function opening(policy: RoutingPolicy, centre: string, at: WallTime): Opening {
  const named = policy.centres.find((c) => c.code === centre)?.hours
  if (named === always) return { open: true, because: 'always' }
  const hours = policy.hours.find((h) => h.name === named)
  if (!hours) return { open: false, because: 'unknown' }
  const special = policy.holidays.find((h) => h.date === at.date)
  if (special?.kind === 'holiday' && hours.closedOnHolidays) return { open: false, because: 'holiday' }
  const shifted = special?.kind === 'workday'
  const open = spansOn(hours, shifted ? 'mon' : weekday(at.date)).some((span) => span.from <= at.time && at.time < span.to)
  return { open, because: shifted ? 'workday' : 'hours' }
}
