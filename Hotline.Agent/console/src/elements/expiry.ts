/** How near the last day of a skill must be to be said. */
export const noticeDays = 30

/** `soon` within {@link noticeDays} days, `over` after the last one, null while nothing needs saying. Days are `yyyy-MM-dd`. */
export function expiryOf(until: string | null, today: string): 'soon' | 'over' | null {
  if (until === null) return null
  if (until < today) return 'over'
  return (Date.parse(until) - Date.parse(today)) / 86_400_000 <= noticeDays ? 'soon' : null
}
