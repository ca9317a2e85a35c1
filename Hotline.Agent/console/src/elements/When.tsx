import { Tooltip } from 'antd'
import { useTranslation } from 'react-i18next'
import { ago, clockTime, exactTime } from '../i18n/times'
import { useServerNow } from '../live/useServerNow'

/** Relative time, the exact one on hover. */
export function Ago({ at }: { at: string }) {
  const { i18n } = useTranslation()
  const now = useServerNow()
  return (
    <Tooltip title={exactTime(at, i18n.language)}>
      <time dateTime={at} className="figures">
        {ago(Date.parse(at), now, i18n.language)}
      </time>
    </Tooltip>
  )
}

/** Local time of day, the date before it when it is not today; the exact time on hover. */
export function At({ at, seconds = false }: { at: string; seconds?: boolean }) {
  const { i18n } = useTranslation()
  return (
    <Tooltip title={exactTime(at, i18n.language)}>
      <time dateTime={at} className="figures">
        {clockTime(at, i18n.language, seconds)}
      </time>
    </Tooltip>
  )
}
