import { duration, durationLong } from '../i18n/times'
import { useServerNow } from '../live/useServerNow'

/** Time since `from` by the server's clock, ticking; or up to `until`, standing. */
export function Elapsed({ from, until, long = false, testId }: { from: string; until?: string | null; long?: boolean; testId?: string }) {
  const now = useServerNow()
  const ms = Math.max(0, (until ? Date.parse(until) : now) - Date.parse(from))
  return (
    <span className="figures" data-testid={testId}>
      {long ? durationLong(ms) : duration(ms)}
    </span>
  )
}
