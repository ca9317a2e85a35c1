import { DatePicker, Select, Timeline } from 'antd'
import dayjs from 'dayjs'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { opening, weekday } from './calendar'
import { useEditor } from './EditorContext'
import { reachesSomebody, stagesOf, type Stage } from './route'
import { nowOnTheWall } from './words'

/** What happens to a caller of a lane at a moment, step by step, by the rules as they stand in the form. */
export function RoutePreview({ centre: begin, skill }: { centre: string; skill: string }) {
  const { t } = useTranslation()
  const { policy, words } = useEditor()
  const [centre, setCentre] = useState(begin)
  const [at, setAt] = useState(() => nowOnTheWall(new Date()))
  const stages = stagesOf(policy, centre, skill, at)
  const day = t(`routing.day.${weekday(at.date)}`)
  return (
    <section className="policy-preview" aria-label={t('routing.preview.title')} data-testid="route-preview">
      <h3>{t('routing.preview.title')}</h3>
      <div className="policy-row">
        <Select
          aria-label={t('routing.preview.centre')}
          value={centre}
          onChange={setCentre}
          showSearch={policy.centres.length > 8 ? { optionFilterProp: 'label' } : false}
          popupMatchSelectWidth={false}
          options={policy.centres.map((c) => ({ value: c.code, label: words.lane(c.code, skill) }))}
        />
        <DatePicker
          aria-label={t('routing.preview.at')}
          value={dayjs(`${at.date}T${at.time}`)}
          allowClear={false}
          showTime={{ format: 'HH:mm', minuteStep: 5 }}
          format="YYYY-MM-DD HH:mm"
          onChange={(next) => next && setAt({ date: next.format('YYYY-MM-DD'), time: next.format('HH:mm') })}
        />
        <span className="soft small">
          {day} · {words.opening(opening(policy, centre, at))}
        </span>
      </div>
      <Timeline items={stages.map((stage, n) => ({ key: n, color: colourOf(stage), content: words.stage(stage) }))} />
      {reachesSomebody(stages) ? null : (
        <p className="policy-part-fault" data-testid="preview-nobody">
          {t('routing.preview.nobody')}
        </p>
      )}
    </section>
  )
}

function colourOf(stage: Stage): 'green' | 'blue' | 'gray' | 'red' {
  switch (stage.what) {
    case 'waits':
      return 'blue'
    case 'phones':
      return stage.count > 0 ? 'green' : 'red'
    case 'closed':
      return 'gray'
    case 'noRule':
      return 'red'
  }
}
