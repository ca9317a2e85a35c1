/** Days are `yyyy-MM-dd`, times of day `HH:mm`, both on the region's clock; instants are ISO strings. */

const two = (n: number) => String(n).padStart(2, '0')

export const addDays = (day: string, n: number): string => {
  const at = new Date(`${day}T00:00:00Z`)
  at.setUTCDate(at.getUTCDate() + n)
  return at.toISOString().slice(0, 10)
}

/** The Monday of a day's week. */
export const mondayOf = (day: string): string => addDays(day, -((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7))

/** This computer's day: which week to open with. */
export const today = (now = new Date()): string => `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`

export const isDay = (text: string | null): text is string => text !== null && /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`))

/** An instant as the clock on the wall shows it there. */
export function wallClock(at: string, zone: string): { day: string; time: string } {
  const parts = Object.fromEntries(
    new Intl.DateTimeFormat('en-US', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
      .formatToParts(new Date(at))
      .map((p) => [p.type, p.value]),
  )
  return { day: `${parts['year']}-${parts['month']}-${parts['day']}`, time: `${parts['hour']}:${parts['minute']}` }
}

/** The instant at which that clock shows a time. */
export function instantOf(day: string, time: string, zone: string): string {
  const wanted = Date.parse(`${day}T${time}:00Z`)
  let at = wanted
  // The zone's offset is that of the instant looked for; the second look is right also next to a clock change.
  for (let i = 0; i < 2; i++) {
    const shown = wallClock(new Date(at).toISOString(), zone)
    at += wanted - Date.parse(`${shown.day}T${shown.time}:00Z`)
  }
  return new Date(at).toISOString()
}

/** A shift's two instants; one that ends no later than it begins ends on the next day. */
export const shiftInstants = (day: string, from: string, to: string, zone: string) => ({
  startsAt: instantOf(day, from, zone),
  endsAt: instantOf(to <= from ? addDays(day, 1) : day, to, zone),
})
