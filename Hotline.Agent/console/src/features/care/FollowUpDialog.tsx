import { useMutation } from '@tanstack/react-query'
import { Alert, Button, DatePicker, Form, Input, Modal, Radio } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import 'dayjs/locale/zh-cn'
import { useTranslation } from 'react-i18next'
import type { FollowUpResult, FollowUpView } from '../../generated/api'
import { ask } from '../../http/ask'
import { useMe } from '../../session/SessionContext'
import { SaveFailed } from './SaveFailed'
import { useCareForms } from './useCare'
import { refusals, verdictWords } from './words'

const results: readonly FollowUpResult[] = ['Reached', 'NeedsMore', 'NotReached', 'Declined', 'ContactNotSafe']

/** How a follow-up went, or when it is due instead. */
export function FollowUpDialog({ item, onDone, onClose }: { item: FollowUpView; onDone: () => void; onClose: () => void }) {
  const { t } = useTranslation()
  const me = useMe()
  const forms = useCareForms()
  const [form] = Form.useForm<{ result?: FollowUpResult; note?: string; to?: string }>()
  const done = useMutation({
    mutationFn: (typed: { result?: FollowUpResult; note?: string }) => ask('doFollowUp', { id: item.id, body: { result: typed.result ?? null, note: typed.note ?? '' } }),
    onSuccess: onDone,
    onError: (failure) => form.setFields(refusals(failure, { result: t('care.followUps.needResult') }).map(({ name, errors }) => ({ name: name as 'result', errors }))),
  })
  const move = useMutation({
    mutationFn: () => ask('moveFollowUp', { id: item.id, body: { to: form.getFieldValue('to') ?? null } }),
    onSuccess: onDone,
    onError: (failure) => form.setFields(refusals(failure, { to: t('care.followUps.needFuture', { days: forms?.moveDaysMost ?? 60 }) }).map(({ errors }) => ({ name: 'to', errors }))),
  })
  const take = useMutation({ mutationFn: () => ask('giveFollowUp', { id: item.id, body: { owner: me.staffId } }), onSuccess: onDone })
  return (
    <Modal
      open
      title={`${item.maskedNumber} · ${t(`care.step.${item.step}`)}`}
      okText={t('care.followUps.done')}
      cancelText={t('common.cancel')}
      confirmLoading={done.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
      okButtonProps={{ 'data-testid': 'follow-up-done' }}
      width={520}
    >
      <div data-testid="follow-up-dialog">
        {item.contact ? <Alert type={item.contact.may ? 'info' : 'warning'} showIcon title={verdictWords(t, item.contact)} className="care-alert" /> : null}
        <SaveFailed failure={done.error ?? move.error ?? take.error} />
        <Form form={form} layout="vertical" onFinish={(typed) => done.mutate(typed)} onValuesChange={(changed) => form.setFields(Object.keys(changed).map((name) => ({ name: name as 'result', errors: [] })))}>
          <Form.Item name="result" label={t('care.followUps.result')}>
            <Radio.Group>
              {results.map((result) => (
                <Radio key={result} value={result}>
                  <span data-testid={`result-${result}`}>{t(`care.result.${result}`)}</span>
                </Radio>
              ))}
            </Radio.Group>
          </Form.Item>
          <Form.Item name="note" label={t('care.followUps.note')}>
            <Input.TextArea autoSize={{ minRows: 2, maxRows: 6 }} maxLength={forms?.noteMost ?? 1000} data-testid="follow-up-note" />
          </Form.Item>
          <div className="care-move">
            <Form.Item
              name="to"
              label={t('care.followUps.moveTo')}
              getValueProps={(at?: string) => ({ value: at ? dayjs(at) : null })}
              getValueFromEvent={(picked: Dayjs | null) => picked?.toISOString()}
            >
              <DatePicker showTime={{ format: 'HH:mm' }} format="YYYY-MM-DD HH:mm" data-testid="follow-up-to" />
            </Form.Item>
            <Button onClick={() => move.mutate()} loading={move.isPending} data-testid="follow-up-move">{t('care.followUps.move')}</Button>
            {item.mine ? null : <Button onClick={() => take.mutate()} loading={take.isPending} data-testid="follow-up-take">{t('care.followUps.take')}</Button>}
          </div>
        </Form>
      </div>
    </Modal>
  )
}
