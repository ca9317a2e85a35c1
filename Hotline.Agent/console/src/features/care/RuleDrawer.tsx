import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Checkbox, DatePicker, Form, Input, Select, TimePicker } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import 'dayjs/locale/zh-cn'
import { useTranslation } from 'react-i18next'
import type { CareView, ContactAnswerer, RuleView, VoicemailRule } from '../../generated/api'
import { CareDrawer } from './CareDrawer'
import { useCareSave } from './useCare'
import { refusals } from './words'

const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
const voicemails: readonly VoicemailRule[] = ['Never', 'Silence', 'AgreedSentence']
const answerers: readonly ContactAnswerer[] = ['Herself', 'WhoeverKnowsTheWord', 'NamedPerson']

interface Typed {
  mayCall: boolean
  mayText: boolean
  maySurvey: boolean
  voicemail: VoicemailRule
  hours: { days: string[]; from: string; to: string }[]
  answerer: ContactAnswerer
  namedPerson: string
  codeWord: string
  neutralName: string
  agreedSentence: string
  until: string | null
}

// The form keeps text; the pickers want their own type. 24:00 is shown as the end of the day, 00:00.
const aTime = {
  getValueProps: (text?: string) => ({ value: text ? dayjs(`2000-01-01T${text === '24:00' ? '00:00' : text}`) : null }),
}
const from = { ...aTime, getValueFromEvent: (picked: Dayjs | null) => picked?.format('HH:mm') ?? '' }
const to = { ...aTime, getValueFromEvent: (picked: Dayjs | null) => (picked?.format('HH:mm') === '00:00' ? '24:00' : (picked?.format('HH:mm') ?? '')) }

/** What she said about being contacted. What she did not say is no. */
export function RuleDrawer({ care, onClose }: { care: CareView; onClose: () => void }) {
  const { t } = useTranslation()
  const [form] = Form.useForm<Typed>()
  const voicemail = Form.useWatch('voicemail', form)
  const answerer = Form.useWatch('answerer', form)
  const known = { hours: t('care.rule.needHours'), until: t('care.rule.needUntil'), codeWord: t('care.rule.needWord'), agreedSentence: t('care.rule.needSentence'), namedPerson: t('care.rule.needPerson'), neutralName: t('care.rule.needNeutral') }
  const save = useCareSave(care.call, 'saveContactRules', onClose)

  const send = () => {
    const typed = form.getFieldsValue(true) as Typed
    form.setFields(Object.keys(typed).map((name) => ({ name: name as keyof Typed, errors: [] })))
    const blank = (text: string | undefined) => (text?.trim() ? text.trim() : null)
    save.mutate(
      {
        version: care.rules.written.version,
        rule: {
          ...typed,
          namedPerson: typed.answerer === 'NamedPerson' ? blank(typed.namedPerson) : null,
          codeWord: typed.answerer === 'WhoeverKnowsTheWord' ? blank(typed.codeWord) : null,
          agreedSentence: typed.voicemail === 'AgreedSentence' ? blank(typed.agreedSentence) : null,
          neutralName: blank(typed.neutralName),
        },
      },
      { onError: (failure) => form.setFields(refusals(failure, known).map(({ name, errors }) => ({ name: name as keyof Typed, errors }))) },
    )
  }

  return (
    <CareDrawer name="rule" title={t('care.rule.title')} written={care.rules.written} saving={save.isPending} failure={save.error} onSave={send} onClose={onClose}>
      <p className="soft">{t('care.rule.text')}</p>
      <Form<Typed> form={form} layout="vertical" initialValues={typedOf(care.rules.rule)} onFinish={send}>
        <Form.Item name="mayCall" valuePropName="checked" className="care-check">
          <Checkbox data-testid="rule-mayCall">{t('care.rule.mayCall')}</Checkbox>
        </Form.Item>
        <Form.Item name="mayText" valuePropName="checked" className="care-check">
          <Checkbox data-testid="rule-mayText">{t('care.rule.mayText')}</Checkbox>
        </Form.Item>
        <Form.Item name="maySurvey" valuePropName="checked">
          <Checkbox data-testid="rule-maySurvey">{t('care.rule.maySurvey')}</Checkbox>
        </Form.Item>
        <Form.List name="hours">
          {(rows, { add, remove }) => (
            <fieldset className="care-hours">
              <legend>{t('care.rule.hours')}</legend>
              {rows.map((row) => (
                <div key={row.key} className="care-hour">
                  <Form.Item name={[row.name, 'days']} noStyle>
                    <Select mode="multiple" aria-label={t('care.rule.days')} options={days.map((day) => ({ value: day, label: t(`care.day.${day}`) }))} data-testid={`rule-days-${row.name}`} />
                  </Form.Item>
                  <Form.Item name={[row.name, 'from']} noStyle {...from}>
                    <TimePicker aria-label={t('care.rule.from')} format="HH:mm" minuteStep={15} needConfirm={false} allowClear={false} data-testid={`rule-from-${row.name}`} />
                  </Form.Item>
                  <Form.Item name={[row.name, 'to']} noStyle {...to}>
                    <TimePicker aria-label={t('care.rule.to')} format="HH:mm" minuteStep={15} needConfirm={false} allowClear={false} data-testid={`rule-to-${row.name}`} />
                  </Form.Item>
                  <Button icon={<DeleteOutlined />} onClick={() => remove(row.name)} aria-label={t('common.remove')} />
                </div>
              ))}
              <Button icon={<PlusOutlined />} onClick={() => add({ days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '09:00', to: '11:00' })} data-testid="rule-add-hours">
                {t('care.rule.addHours')}
              </Button>
            </fieldset>
          )}
        </Form.List>
        <Form.Item shouldUpdate noStyle>
          {() => (
            <div role="alert" className="care-field-error" data-testid="rule-hours-error">
              {form.getFieldError('hours').join(' ')}
            </div>
          )}
        </Form.Item>
        <Form.Item name="answerer" label={t('care.rule.answerer')}>
          <Select data-testid="rule-answerer" options={answerers.map((a) => ({ value: a, label: t(`care.rule.answers.${a}`) }))} />
        </Form.Item>
        <Form.Item name="namedPerson" label={t('care.rule.namedPerson')} hidden={answerer !== 'NamedPerson'}>
          <Input maxLength={20} data-testid="rule-namedPerson" />
        </Form.Item>
        <Form.Item name="codeWord" label={t('care.rule.codeWord')} hidden={answerer !== 'WhoeverKnowsTheWord'}>
          <Input maxLength={20} autoComplete="off" data-testid="rule-codeWord" />
        </Form.Item>
        <Form.Item name="voicemail" label={t('care.rule.voicemail')}>
          <Select data-testid="rule-voicemail" options={voicemails.map((v) => ({ value: v, label: t(`care.rule.voicemails.${v}`) }))} />
        </Form.Item>
        <Form.Item name="agreedSentence" label={t('care.rule.agreedSentence')} hidden={voicemail !== 'AgreedSentence'}>
          <Input maxLength={60} data-testid="rule-agreedSentence" />
        </Form.Item>
        <Form.Item name="neutralName" label={t('care.rule.neutralName')} extra={t('care.rule.neutralHint')}>
          <Input maxLength={20} data-testid="rule-neutralName" />
        </Form.Item>
        <Form.Item
          name="until"
          label={t('care.rule.until')}
          getValueProps={(day?: string | null) => ({ value: day ? dayjs(day) : null })}
          getValueFromEvent={(picked: Dayjs | null) => picked?.format('YYYY-MM-DD') ?? null}
        >
          <DatePicker data-testid="rule-until" />
        </Form.Item>
      </Form>
    </CareDrawer>
  )
}

/** Half a year, unless she says otherwise: what was safe long ago may not be. */
const inHalfAYear = () => dayjs().add(6, 'month').format('YYYY-MM-DD')

export const typedOf = (rule: RuleView | null): Typed => ({
  mayCall: rule?.mayCall ?? false,
  mayText: rule?.mayText ?? false,
  maySurvey: rule?.maySurvey ?? false,
  voicemail: rule?.voicemail ?? 'Never',
  hours: (rule?.hours ?? []).map((w) => ({ days: [...w.days], from: w.from, to: w.to })),
  answerer: rule?.answerer ?? 'Herself',
  namedPerson: rule?.namedPerson ?? '',
  codeWord: rule?.codeWord ?? '',
  neutralName: rule?.neutralName ?? '',
  agreedSentence: rule?.agreedSentence ?? '',
  until: rule?.until ?? inHalfAYear(),
})
