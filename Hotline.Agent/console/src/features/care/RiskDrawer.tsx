import { Button, Form, Input, Radio } from 'antd'
import { useTranslation } from 'react-i18next'
import type { CareLevel, CareView } from '../../generated/api'
import { CareDrawer } from './CareDrawer'
import { SaveFailed } from './SaveFailed'
import { useCareForms, useCareSave } from './useCare'
import { refusals } from './words'

export const levels: readonly CareLevel[] = ['Watch', 'Raised', 'Imminent']

interface Typed {
  level: CareLevel
  plan: string
  protocol: string
}

/** The risk record: which care, what is done, what was agreed for a line that drops; and closing it, for a reason. */
export function RiskDrawer({ care, onClose }: { care: CareView; onClose: () => void }) {
  const { t } = useTranslation()
  const [form] = Form.useForm<Typed>()
  const [closing] = Form.useForm<{ reason: string }>()
  const forms = useCareForms()
  const save = useCareSave(care.call, 'saveRisk', onClose)
  const close = useCareSave(care.call, 'closeRisk', onClose)
  const send = () =>
    save.mutate(
      { revision: care.risk.revision, ...form.getFieldsValue() },
      { onError: (failure) => form.setFields(refusals(failure, {}).map(({ name, errors }) => ({ name: name as keyof Typed, errors }))) },
    )
  return (
    <CareDrawer name="risk" title={t('care.risk.title')} saving={save.isPending} failure={save.error} onSave={send} onClose={onClose}>
      <p className="soft">{t(care.risk.revision === 0 ? 'care.risk.opens' : 'care.risk.text')}</p>
      <Form<Typed> form={form} layout="vertical" initialValues={{ level: care.risk.level ?? 'Watch', plan: care.risk.plan, protocol: care.risk.protocol }} onFinish={send}>
        <Form.Item name="level" label={t('care.risk.level')}>
          <Radio.Group optionType="button" buttonStyle="solid">
            {levels.map((level) => (
              <Radio.Button key={level} value={level}>
                <span data-testid={`level-${level}`}>{t(`care.level.${level}`)}</span>
              </Radio.Button>
            ))}
          </Radio.Group>
        </Form.Item>
        <Form.Item name="protocol" label={t('care.risk.protocol')} extra={t('care.risk.protocolHint')}>
          <Input.TextArea autoSize={{ minRows: 2, maxRows: 4 }} maxLength={forms?.protocolMost ?? 300} data-testid="risk-protocol" />
        </Form.Item>
        <Form.Item name="plan" label={t('care.risk.plan')}>
          <Input.TextArea autoSize={{ minRows: 3, maxRows: 8 }} maxLength={forms?.carePlanMost ?? 2000} data-testid="risk-plan" />
        </Form.Item>
      </Form>
      {care.risk.revision > 0 ? (
        <section className="care-close">
          <h3>{t('care.risk.close')}</h3>
          <p className="soft small">{t('care.risk.closeText')}</p>
          <SaveFailed failure={close.error} />
          <Form
            form={closing}
            layout="vertical"
            onFinish={({ reason }) =>
              close.mutate(
                { revision: care.risk.revision, reason: reason ?? '' },
                { onError: (failure) => closing.setFields(refusals(failure, { reason: t('care.risk.needReason') }).map(({ errors }) => ({ name: 'reason', errors }))) },
              )
            }
          >
            <Form.Item name="reason" label={t('care.risk.reason')}>
              <Input.TextArea autoSize={{ minRows: 1, maxRows: 3 }} maxLength={200} data-testid="risk-close-reason" />
            </Form.Item>
            <Button htmlType="submit" loading={close.isPending} data-testid="risk-close">
              {t('care.risk.close')}
            </Button>
          </Form>
        </section>
      ) : null}
    </CareDrawer>
  )
}
