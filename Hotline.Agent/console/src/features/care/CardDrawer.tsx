import { Form, Input, Radio } from 'antd'
import { useTranslation } from 'react-i18next'
import type { CareView, CrisisCard, Known } from '../../generated/api'
import { CareDrawer } from './CareDrawer'
import { useCareForms, useCareSave } from './useCare'
import { refusals } from './words'

const known: readonly Known[] = ['NotAsked', 'No', 'Unknown', 'Yes']

/** What 110 or 120 must be told. */
export function CardDrawer({ care, onClose }: { care: CareView; onClose: () => void }) {
  const { t } = useTranslation()
  const [form] = Form.useForm<{ -readonly [K in keyof CrisisCard]: CrisisCard[K] }>()
  const most = useCareForms()?.cardMost ?? 500
  const save = useCareSave(care.call, 'saveCrisisCard', onClose)
  const send = () =>
    save.mutate(
      { version: care.card.written.version, ...form.getFieldsValue() },
      { onError: (failure) => form.setFields(refusals(failure, {}).map(({ name, errors }) => ({ name: name as keyof CrisisCard, errors }))) },
    )
  return (
    <CareDrawer name="card" title={t('care.card.title')} written={care.card.written} saving={save.isPending} failure={save.error} onSave={send} onClose={onClose}>
      <p className="soft">{t('care.card.text')}</p>
      <Form form={form} layout="vertical" initialValues={care.card.card ?? { place: '', people: '', weapon: 'NotAsked', children: 'NotAsked', more: '' }} onFinish={send}>
        <Form.Item name="place" label={t('care.card.place')}>
          <Input.TextArea autoSize={{ minRows: 2, maxRows: 4 }} maxLength={most} data-testid="card-place" />
        </Form.Item>
        <Form.Item name="people" label={t('care.card.people')}>
          <Input.TextArea autoSize={{ minRows: 2, maxRows: 4 }} maxLength={most} data-testid="card-people" />
        </Form.Item>
        {(['weapon', 'children'] as const).map((field) => (
          <Form.Item key={field} name={field} label={t(`care.card.${field}`)}>
            <Radio.Group optionType="button">
              {known.map((k) => (
                <Radio.Button key={k} value={k}>
                  <span data-testid={`card-${field}-${k}`}>{t(`care.known.${k}`)}</span>
                </Radio.Button>
              ))}
            </Radio.Group>
          </Form.Item>
        ))}
        <Form.Item name="more" label={t('care.card.more')}>
          <Input.TextArea autoSize={{ minRows: 2, maxRows: 4 }} maxLength={most} data-testid="card-more" />
        </Form.Item>
      </Form>
    </CareDrawer>
  )
}
