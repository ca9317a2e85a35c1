import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Calendar, DatePicker, Input, Segmented } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import 'dayjs/locale/zh-cn'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { HolidayKind } from '../../generated/api'
import { weekday } from './calendar'
import { useEditor } from './EditorContext'
import { ChoiceField, PartFaults, TextField } from './fields'

const written = (day: Dayjs) => day.format('YYYY-MM-DD')

/** Public holidays, and the weekend days worked instead. */
export function HolidayCalendar() {
  const { t } = useTranslation()
  const { policy, readOnly, edit } = useEditor()
  const [shown, setShown] = useState(() => dayjs())
  const kinds = [
    { value: 'holiday' as const, label: t('routing.holiday.holiday') },
    { value: 'workday' as const, label: t('routing.holiday.workday') },
  ]
  const of = (date: string) => policy.holidays.find((h) => h.date === date)
  const inYear = policy.holidays.map((holiday, n) => ({ holiday, n })).filter(({ holiday }) => holiday.date.startsWith(`${shown.year()}-`) || !/^\d{4}-/.test(holiday.date))
  return (
    <section className="panel policy-stack" data-testid="holidays">
      <header className="policy-head">
        <h2>{t('routing.holiday.title')}</h2>
      </header>
      <p className="soft small">{t('routing.holiday.text')}</p>
      <Calendar
        fullscreen={false}
        value={shown}
        onChange={setShown}
        onPanelChange={setShown}
        headerRender={({ value, onChange }) => (
          <div className="policy-row">
            <Button size="small" onClick={() => onChange(value.subtract(1, 'month'))} aria-label={t('routing.holiday.before')}>
              ‹
            </Button>
            <b className="figures" aria-live="polite">
              {value.format('YYYY-MM')}
            </b>
            <Button size="small" onClick={() => onChange(value.add(1, 'month'))} aria-label={t('routing.holiday.after')}>
              ›
            </Button>
          </div>
        )}
        cellRender={(day) => {
          const kind = of(written(day))?.kind
          return kind ? <span className={`holiday holiday-${kind}`}>{t(`routing.holiday.short.${kind}`)}</span> : null
        }}
      />
      {readOnly ? null : <AddHolidays kinds={kinds} from={shown} />}
      <PartFaults path="holidays" />
      <ul className="policy-plain">
        {inYear
          .toSorted((a, b) => a.holiday.date.localeCompare(b.holiday.date))
          .map(({ holiday, n }) => (
            <li className="policy-row" key={n}>
              <span className="figures policy-date">
                {holiday.date} <span className="soft small">{/^\d{4}-\d{2}-\d{2}$/.test(holiday.date) ? t(`routing.day.${weekday(holiday.date)}`) : ''}</span>
              </span>
              <TextField path={`holidays[${n}].name`} label={t('routing.field.holidays.name')} bare maxLength={40} />
              <ChoiceField path={`holidays[${n}].kind`} label={t('routing.field.holidays.kind')} bare choices={kinds} />
              {readOnly ? null : (
                <Button icon={<DeleteOutlined />} aria-label={t('routing.removeNamed', { name: holiday.date })} onClick={() => edit({ kind: 'remove', path: `holidays[${n}]` })} />
              )}
              <PartFaults path={`holidays[${n}]`} />
              <PartFaults path={`holidays[${n}].date`} />
            </li>
          ))}
      </ul>
      {inYear.length === 0 ? <p className="soft">{t('routing.holiday.none', { year: shown.year() })}</p> : null}
    </section>
  )
}

/** Several days in a row at once: a holiday is seldom one day. */
function AddHolidays({ kinds, from }: { kinds: { value: HolidayKind; label: string }[]; from: Dayjs }) {
  const { t } = useTranslation()
  const { policy, edit } = useEditor()
  const [span, setSpan] = useState<[Dayjs, Dayjs] | null>(null)
  const [name, setName] = useState('')
  const [kind, setKind] = useState<HolidayKind>('holiday')
  const add = () => {
    if (!span) return
    const dates = Array.from({ length: Math.min(31, span[1].diff(span[0], 'day') + 1) }, (_, n) => written(span[0].add(n, 'day')))
    const taken = new Set(policy.holidays.map((h) => h.date))
    edit({ kind: 'add', list: 'holidays', values: dates.filter((date) => !taken.has(date)).map((date) => ({ date, name: name.trim(), kind })) })
    setSpan(null)
  }
  return (
    <div className="policy-row policy-add">
      <DatePicker.RangePicker
        value={span}
        defaultPickerValue={[from, from]}
        onChange={(next) => setSpan(next?.[0] && next[1] ? [next[0], next[1]] : null)}
        aria-label={t('routing.holiday.days')}
        id={{ start: 'holiday-from', end: 'holiday-to' }}
      />
      <Input value={name} onChange={(e) => setName(e.target.value)} placeholder={t('routing.holiday.name')} aria-label={t('routing.holiday.name')} maxLength={40} />
      <Segmented value={kind} onChange={setKind} options={kinds} aria-label={t('routing.field.holidays.kind')} />
      <Button icon={<PlusOutlined />} disabled={!span} onClick={add} data-testid="holiday-add">
        {t('routing.holiday.add')}
      </Button>
    </div>
  )
}
