import { Form, Input } from 'antd'
import { useTranslation } from 'react-i18next'
import type { CareView, SafetyPlan } from '../../generated/api'
import { CareDrawer } from './CareDrawer'
import { useCareForms, useCareSave } from './useCare'
import { refusals } from './words'

export const planSteps = ['warningSigns', 'coping', 'peopleAndPlaces', 'askForHelp', 'professionals', 'surroundings'] as const satisfies readonly (keyof SafetyPlan)[]

/** The safety plan, step by step, in her own words. */
export function PlanDrawer({ care, onClose }: { care: CareView; onClose: () => void }) {
  const { t } = useTranslation()
  const [form] = Form.useForm<Record<keyof SafetyPlan, string>>()
  const most = useCareForms()?.planStepMost ?? 1000
  const save = useCareSave(care.call, 'saveSafetyPlan', onClose)
  const send = () =>
    save.mutate(
      { version: care.plan.written.version, ...form.getFieldsValue() },
      { onError: (failure) => form.setFields(refusals(failure, { warningSigns: t('care.plan.needOne') }).map(({ name, errors }) => ({ name: name as keyof SafetyPlan, errors }))) },
    )
  return (
    <CareDrawer name="plan" title={t('care.plan.title')} written={care.plan.written} saving={save.isPending} failure={save.error} onSave={send} onClose={onClose}>
      <p className="soft">{t('care.plan.text')}</p>
      <Form form={form} layout="vertical" initialValues={{ ...care.plan.plan }} onFinish={send}>
        {planSteps.map((step, n) => (
          <Form.Item key={step} name={step} label={`${n + 1}. ${t(`care.plan.step.${step}`)}`} extra={t(`care.plan.hint.${step}`)}>
            <Input.TextArea autoSize={{ minRows: 2, maxRows: 6 }} maxLength={most} data-testid={`plan-${step}`} />
          </Form.Item>
        ))}
      </Form>
    </CareDrawer>
  )
}
