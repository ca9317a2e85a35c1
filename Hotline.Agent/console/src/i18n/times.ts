const two = (n: number) => String(n).padStart(2, '0')

/** `m:ss` below an hour (`00:41`, `12:05`), `h:mm:ss` from there. */
export function duration(ms: number): string {
  const s = Math.floor(ms / 1_000)
  return s < 3_600 ? `${two(Math.floor(s / 60))}:${two(s % 60)}` : durationLong(ms)
}

/** Always `hh:mm:ss`. */
export function durationLong(ms: number): string {
  const s = Math.floor(ms / 1_000)
  return `${two(Math.floor(s / 3_600))}:${two(Math.floor(s / 60) % 60)}:${two(s % 60)}`
}

export function exactTime(at: string, language: string): string {
  return new Date(at).toLocaleString(language, { dateStyle: 'long', timeStyle: 'medium', hour12: false })
}

export function clockTime(at: string, language: string, seconds: boolean, day = true): string {
  const date = new Date(at)
  const time = date.toLocaleTimeString(language, {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    ...(seconds ? { second: '2-digit' } : {}),
  })
  if (!day || date.toDateString() === new Date().toDateString()) return time
  const year = date.getFullYear() === new Date().getFullYear() ? {} : { year: 'numeric' as const }
  return `${date.toLocaleDateString(language, { ...year, month: '2-digit', day: '2-digit' })} ${time}`
}

/** `11/16 周一`: of a day (`yyyy-MM-dd`) whatever the time zone, of an instant by this computer's. */
export function dayName(at: string, language: string): string {
  const whole = at.length === 10
  const date = new Date(whole ? `${at}T00:00:00Z` : at)
  const told = (wanted: Intl.DateTimeFormatOptions) => date.toLocaleDateString(language, { ...wanted, ...(whole ? { timeZone: 'UTC' } : {}) })
  return `${told({ month: '2-digit', day: '2-digit' })} ${told({ weekday: 'short' })}`
}

/** How long ago, as a text key and its number. A moment ahead (the server's clock) counts as now. */
export function ago(at: number, now: number): { unit: 'now' | 'seconds' | 'minutes' | 'hours' | 'days'; n: number } {
  const s = Math.max(0, Math.round((now - at) / 1_000))
  if (s < 2) return { unit: 'now', n: 0 }
  if (s < 60) return { unit: 'seconds', n: s }
  if (s < 3_600) return { unit: 'minutes', n: Math.floor(s / 60) }
  if (s < 86_400) return { unit: 'hours', n: Math.floor(s / 3_600) }
  return { unit: 'days', n: Math.floor(s / 86_400) }
}
