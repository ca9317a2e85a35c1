import { useTranslation } from 'react-i18next'
import type { OpeningHours } from '../../generated/api'
import { days, minutes, spansOn } from './calendar'
import { useEditor } from './EditorContext'

/** A week at a glance: one bar a day. The words beside it say the same to those who do not see it. */
export function WeekBars({ hours }: { hours: OpeningHours }) {
  const { t } = useTranslation()
  const { words } = useEditor()
  return (
    <dl className="week">
      {days.map((day) => (
        <div key={day}>
          <dt>{t(`routing.dayShort.${day}`)}</dt>
          <dd>
            <span className="week-bar" aria-hidden>
              {spansOn(hours, day).map((span, n) => (
                <i key={n} style={{ left: `${minutes(span.from) / 14.4}%`, width: `${(minutes(span.to) - minutes(span.from)) / 14.4}%` }} />
              ))}
            </span>
            <span className="week-words figures small">{words.hours(hours, day)}</span>
          </dd>
        </div>
      ))}
    </dl>
  )
}
