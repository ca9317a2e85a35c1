import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Alert, App, DatePicker, Form, InputNumber, Modal, Select, TimePicker } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import 'dayjs/locale/zh-cn'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import type { RosterConflict, RosterView } from '../../generated/api'
import { ask } from '../../http/ask'
import { Refused } from '../../http/failures'
import { keys } from '../../http/keys'
import { skillName } from '../../i18n/names'
import { addDays, shiftInstants } from './days'
import { foreseen, spanOf } from './grid'
import { ShiftWarnings } from './ShiftWarnings'

interface Typed {
  staffId: string
  skill: string
  day: string
  from: string
  to: string
  weeks: number
}

const weeksMost = 26

// The form keeps text; the pickers want their own type.
const aDay = {
  getValueProps: (text?: string) => ({ value: text ? dayjs(text) : null }),
  getValueFromEvent: (picked: Dayjs | null) => picked?.format('YYYY-MM-DD'),
}
const aTime = {
  getValueProps: (text?: string) => ({ value: text ? dayjs(`2000-01-01T${text}`) : null }),
  getValueFromEvent: (picked: Dayjs | null) => picked?.format('HH:mm'),
}

/** Adds a shift, or the same one in the weeks that follow. */
export function ShiftDialog({ roster, staffId, day, onClose }: { roster: RosterView; staffId?: string; day: string; onClose: () => void }) {
  const { t } = useTranslation()
  const cache = useQueryClient()
  const { message } = App.useApp()
  const [form] = Form.useForm<Typed>()
  const typed = Form.useWatch([], form) as Partial<Typed> | undefined
  const person = roster.people.find((p) => p.id === typed?.staffId)
  const warning = foreseen(person, typed?.skill, endDay(typed) ?? day)
  const start = roster.people.find((p) => p.id === staffId)

  const add = useMutation({
    mutationFn: ({ staffId, skill, day, from, to, weeks }: Typed) =>
      ask('addShifts', { body: { centre: roster.centre, shifts: [{ staffId, skill, ...shiftInstants(day, from, to, roster.timeZone) }], weeks } }),
    onSuccess: async (added) => {
      await cache.invalidateQueries({ queryKey: keys.roster })
      if (added.some((s) => s.warnings.length > 0)) void message.warning(t('roster.addedWarned'), 6)
      else void message.success(t('roster.added', { n: added.length }))
      onClose()
    },
    onError: (failure) => form.setFields(fieldErrors(failure, t)),
  })
  const needed = { required: true, message: t('staff.needed') }

  return (
    <Modal
      open
      title={t('roster.addTitle')}
      okText={t('common.save')}
      cancelText={t('common.cancel')}
      confirmLoading={add.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
      okButtonProps={{ 'data-testid': 'shift-save' }}
      width={460}
    >
      <div data-testid="shift-dialog">
        {add.isError && fieldErrors(add.error, t).length === 0 ? <Alert type="error" showIcon title={refusalOf(add.error, t, roster.timeZone)} style={{ marginBottom: 12 }} data-testid="shift-refused" /> : null}
        <Form<Typed>
          form={form}
          layout="vertical"
          onFinish={(whole) => add.mutate(whole)}
          initialValues={{ staffId, day, skill: start?.skills[0]?.skill, from: '08:00', to: '16:00', weeks: 1 }}
        >
          <Form.Item name="staffId" label={t('roster.person')} rules={[needed]}>
            <Select
              data-testid="shift-person"
              showSearch={{ optionFilterProp: 'label' }}
              options={roster.people.map((p) => ({ value: p.id, label: p.name }))}
            />
          </Form.Item>
          <Form.Item name="skill" label={t('roster.skill')} rules={[needed]}>
            <Select
              data-testid="shift-skill"
              options={roster.skills.map((skill) => ({
                value: skill,
                label: person && !person.skills.some((s) => s.skill === skill) ? t('roster.skillNotHeld', { skill: skillName(t, skill) }) : skillName(t, skill),
              }))}
            />
          </Form.Item>
          <div className="shift-when">
            <Form.Item name="day" label={t('roster.day')} rules={[needed]} {...aDay}>
              <DatePicker allowClear={false} data-testid="shift-day" />
            </Form.Item>
            <Form.Item name="from" label={t('roster.from')} rules={[needed]} {...aTime}>
              <TimePicker format="HH:mm" minuteStep={5} needConfirm={false} allowClear={false} data-testid="shift-from" />
            </Form.Item>
            <Form.Item name="to" label={t('roster.to')} rules={[needed]} {...aTime}>
              <TimePicker format="HH:mm" minuteStep={5} needConfirm={false} allowClear={false} data-testid="shift-to" />
            </Form.Item>
          </div>
          {typed?.from && typed.to && typed.to <= typed.from ? <p className="soft small">{t('roster.overnight')}</p> : null}
          <Form.Item name="weeks" label={t('roster.weeks')} rules={[needed]} extra={t('roster.weeksHint')}>
            <InputNumber min={1} max={weeksMost} precision={0} data-testid="shift-weeks" />
          </Form.Item>
        </Form>
        {warning ? (
          <Alert
            type="warning"
            data-testid="shift-foreseen"
            title={
              <>
                <ShiftWarnings codes={[warning]} />
                <p>{t(warning === 'SkillExpires' ? 'roster.mayBeSavedShort' : 'roster.mayBeSaved')}</p>
              </>
            }
          />
        ) : null}
      </div>
    </Modal>
  )
}

const endDay = (typed: Partial<Typed> | undefined): string | null =>
  typed?.day && typed.from && typed.to ? addDays(typed.day, (typed.to <= typed.from && typed.to !== '00:00' ? 1 : 0) + 7 * ((typed.weeks ?? 1) - 1)) : null

function refusalOf(failure: Error, t: TFunction, zone: string): string {
  if (!(failure instanceof Refused) || failure.status !== 409) return t('roster.failed')
  const { other } = failure.body as RosterConflict
  const day = new Date(other.startsAt).toLocaleDateString('sv-SE', { timeZone: zone })
  return t('roster.overlap', { name: other.name, skill: skillName(t, other.skill), day, time: spanOf(other, zone) })
}

const told = { 'shifts[0].staffId': 'staffId', 'shifts[0].skill': 'skill', 'shifts[0].startsAt': 'day', 'shifts[0].endsAt': 'to', weeks: 'weeks' } as const

/** The fields the server refused, with the rule in the reader's language. */
function fieldErrors(failure: Error, t: TFunction) {
  if (!(failure instanceof Refused)) return []
  return Object.entries(told)
    .filter(([path]) => path in failure.fields)
    .map(([, name]) => ({ name, errors: [t(`roster.refused.${name}`)] }))
}
