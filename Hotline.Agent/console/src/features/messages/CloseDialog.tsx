import { useMutation } from '@tanstack/react-query'
import { Alert, Modal, Radio, Space } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { MessageOutcome, MessageView } from '../../generated/api'
import { ask } from '../../http/ask'
import { Refused } from '../../http/failures'

const outcomes: readonly MessageOutcome[] = ['CalledBack', 'NoContactPossible', 'Referred', 'NothingSaid']

/** What came of a message. */
export function CloseDialog({ message, onClose }: { message: MessageView; onClose: () => void }) {
  const { t } = useTranslation()
  const [outcome, setOutcome] = useState<MessageOutcome | null>(null)
  const close = useMutation({ mutationFn: () => ask('closeMessage', { id: message.id, body: { outcome } }), onSuccess: onClose })
  return (
    <Modal
      open
      title={t('messages.closeTitle')}
      okText={t('messages.close')}
      cancelText={t('common.cancel')}
      okButtonProps={{ disabled: outcome === null, loading: close.isPending, 'data-testid': 'message-close-confirm' }}
      onOk={() => close.mutate()}
      onCancel={onClose}
      width={420}
    >
      <Radio.Group value={outcome} onChange={(e) => setOutcome(e.target.value as MessageOutcome)}>
        <Space orientation="vertical">
          {outcomes.map((one) => (
            <Radio key={one} value={one}>
              <span data-testid={`message-outcome-${one}`}>{t(`messages.outcome.${one}`)}</span>
            </Radio>
          ))}
        </Space>
      </Radio.Group>
      {close.error ? <Alert className="care-alert" type="warning" showIcon title={t(close.error instanceof Refused && close.error.status === 409 ? 'messages.changed' : 'messages.notDone')} /> : null}
    </Modal>
  )
}
