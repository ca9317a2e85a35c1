import { Alert, Modal, Radio, Space } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CrisisOutcome, EscalationView } from '../../generated/hub'
import { underWay } from './escalations'
import type { Acts } from './useActs'

const outcomes: readonly CrisisOutcome[] = ['Safe', 'RescueArrived', 'ReferredOn', 'CallerRefused', 'LostContact', 'FalseAlarm']

/** Closing wants an outcome, chosen by her: none is proposed. */
export function CloseDialog({ escalation: e, open, acts, onOver }: { escalation: EscalationView; open: boolean; acts: Acts; onOver: () => void }) {
  const { t } = useTranslation()
  const [outcome, setOutcome] = useState<CrisisOutcome | null>(null)
  const rescued = underWay(e) !== null
  const close = async () => {
    if (outcome !== null && !rescued && !acts.busy && (await acts.close(e, outcome))) onOver()
  }
  return (
    <Modal
      open={open}
      title={t('crisis.closing.title')}
      okText={t('crisis.act.close')}
      cancelText={t('common.cancel')}
      okButtonProps={{ disabled: outcome === null || rescued, loading: acts.busy, 'data-testid': 'close-confirm' }}
      onOk={() => void close()}
      onCancel={onOver}
      afterOpenChange={(shown) => (shown ? document.querySelector<HTMLInputElement>('[data-testid="close-outcomes"] input')?.focus() : setOutcome(null))}
      destroyOnHidden
      width={440}
      data-testid="close-dialog"
    >
      {rescued ? <Alert type="warning" showIcon data-testid="close-rescue-first" title={t('crisis.outcome.NeedsOutcome')} style={{ marginBottom: 12 }} /> : null}
      <div onKeyDown={(stroke) => (stroke.key === 'Enter' ? void close() : undefined)}>
        <Radio.Group
          value={outcome}
          onChange={(event) => setOutcome(event.target.value as CrisisOutcome)}
          aria-label={t('crisis.closing.title')}
          data-testid="close-outcomes"
        >
          <Space orientation="vertical">
            {outcomes.map((code) => (
              <Radio key={code} value={code}>
                <span data-testid={`close-${code}`}>{t(`crisis.closed.${code}`)}</span>
              </Radio>
            ))}
          </Space>
        </Radio.Group>
      </div>
      <p className="soft small crisis-closing-text">{t('crisis.closing.text')}</p>
    </Modal>
  )
}
