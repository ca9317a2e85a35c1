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

export function clockTime(at: string, language: string, seconds: boolean): string {
  const date = new Date(at)
  const time = date.toLocaleTimeString(language, {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    ...(seconds ? { second: '2-digit' } : {}),
  })
  if (date.toDateString() === new Date().toDateString()) return time
  const year = date.getFullYear() === new Date().getFullYear() ? {} : { year: 'numeric' as const }
  return `${date.toLocaleDateString(language, { ...year, month: '2-digit', day: '2-digit' })} ${time}`
}

export function ago(at: number, now: number, language: string): string {
  const words = new Intl.RelativeTimeFormat(language, { numeric: 'auto' })
  const s = Math.min(0, Math.round((at - now) / 1_000))
  if (s > -60) return words.format(s, 'second')
  if (s > -3_600) return words.format(Math.trunc(s / 60), 'minute')
  if (s > -86_400) return words.format(Math.trunc(s / 3_600), 'hour')
  return words.format(Math.trunc(s / 86_400), 'day')
}
