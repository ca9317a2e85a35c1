import { Tooltip } from 'antd'
import { useTranslation } from 'react-i18next'
import { ago, clockTime, exactTime } from '../i18n/times'
import { useServerNow } from '../live/useServerNow'

/** Relative time, the exact one on hover. */
export function Ago({ at }: { at: string }) {
  const { t, i18n } = useTranslation()
  const { unit, n } = ago(Date.parse(at), useServerNow())
  return (
    <Tooltip title={exactTime(at, i18n.language)}>
      <time dateTime={at} className="figures">
        {t(`ago.${unit}`, { n })}
      </time>
    </Tooltip>
  )
}

/** Local time of day, the date before it when it is not today (and `day` is wanted); the exact time on hover. */
export function At({ at, seconds = false, day = true }: { at: string; seconds?: boolean; day?: boolean }) {
  const { i18n } = useTranslation()
  return (
    <Tooltip title={exactTime(at, i18n.language)}>
      <time dateTime={at} className="figures">
        {clockTime(at, i18n.language, seconds, day)}
      </time>
    </Tooltip>
  )
}
