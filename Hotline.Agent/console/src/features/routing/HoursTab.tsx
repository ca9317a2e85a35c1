import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Checkbox, Form } from 'antd'
import { useTranslation } from 'react-i18next'
import type { OpeningHours, Weekday } from '../../generated/api'
import { freeName, newHours, newSpan } from './blank'
import { days } from './calendar'
import { useEditor } from './EditorContext'
import { FaultLines, NameField, PartFaults, SwitchField, TimeField } from './fields'
import { HolidayCalendar } from './HolidayCalendar'
import { fieldId } from './paths'
import { WeekBars } from './WeekBars'
import { faultsUnder } from './words'

/** Opening hours by name, each drawn as a week; and the holidays of all of them. */
export function HoursTab() {
  const { t } = useTranslation()
  const { policy, readOnly, edit } = useEditor()
  return (
    <div className="policy-columns">
      <div className="policy-stack">
        <PartFaults path="hours" />
        {policy.hours.map((hours, n) => (
          <HoursCard key={n} item={n} hours={hours} />
        ))}
        {policy.hours.length === 0 ? <p className="soft">{t('routing.hours.none')}</p> : null}
        {readOnly ? null : (
          <Button
            icon={<PlusOutlined />}
            data-testid="hours-add"
            onClick={() => edit({ kind: 'add', list: 'hours', values: [newHours(freeName(t('routing.hours.new'), policy.hours.map((h) => h.name)))] })}
          >
            {t('routing.hours.add')}
          </Button>
        )}
      </div>
      <HolidayCalendar />
    </div>
  )
}

function HoursCard({ item, hours }: { item: number; hours: OpeningHours }) {
  const { t } = useTranslation()
  const { policy, readOnly, edit } = useEditor()
  const at = `hours[${item}]`
  const used = policy.centres.filter((c) => c.hours === hours.name && hours.name !== '').length
  return (
    <section className="panel" data-testid={fieldId(at)}>
      <header className="policy-head">
        <NameField list="hours" item={item} path={`${at}.name`} label={t('routing.field.hours.name')} bare />
        <span className="soft small">{t('routing.hours.used', { n: used })}</span>
        {readOnly ? null : (
          <Button icon={<DeleteOutlined />} aria-label={t('routing.removeNamed', { name: hours.name })} onClick={() => edit({ kind: 'remove', path: at })} />
        )}
      </header>
      <WeekBars hours={hours} />
      <PartFaults path={at} />
      <PartFaults path={`${at}.open`} />
      {hours.open.map((span, n) => (
        <div className="policy-row" key={n}>
          <DaysField path={`${at}.open[${n}].days`} value={span.days} />
          <div className="policy-times">
            <TimeField path={`${at}.open[${n}].from`} label={t('routing.field.hours.from')} bare />
            <span aria-hidden className="policy-to">
              –
            </span>
            <TimeField path={`${at}.open[${n}].to`} label={t('routing.field.hours.to')} bare />
            {readOnly ? null : (
              <Button icon={<DeleteOutlined />} aria-label={t('routing.hours.removeSpan', { n: n + 1 })} onClick={() => edit({ kind: 'remove', path: `${at}.open[${n}]` })} />
            )}
          </div>
          <PartFaults path={`${at}.open[${n}]`} />
        </div>
      ))}
      {readOnly ? null : (
        <Button size="small" icon={<PlusOutlined />} onClick={() => edit({ kind: 'add', list: `${at}.open`, values: [newSpan()] })}>
          {t('routing.hours.addSpan')}
        </Button>
      )}
      <SwitchField path={`${at}.closedOnHolidays`} label={t('routing.field.hours.closedOnHolidays')} inLine />
    </section>
  )
}

function DaysField({ path, value }: { path: string; value: readonly Weekday[] }) {
  const { t } = useTranslation()
  const { faults, readOnly, edit, words } = useEditor()
  const wrong = faultsUnder(faults, path)
  return (
    <Form.Item
      validateStatus={wrong.length > 0 ? 'error' : undefined}
      help={wrong.length > 0 ? <FaultLines id={`${fieldId(path)}-faults`} lines={wrong.map((f) => words.fault(f).what)} /> : undefined}
    >
      <div role="group" aria-label={t('routing.field.hours.days')} id={fieldId(path)} tabIndex={-1} className="policy-days">
        <Checkbox.Group
          value={[...value]}
          disabled={readOnly}
          options={days.map((day) => ({ value: day, label: t(`routing.dayShort.${day}`) }))}
          onChange={(next) => edit({ kind: 'set', path, value: days.filter((day) => next.includes(day)) })}
        />
      </div>
    </Form.Item>
  )
}
