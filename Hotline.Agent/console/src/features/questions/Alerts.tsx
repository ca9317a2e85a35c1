import { Alert, Button, Popconfirm, Space } from 'antd'
import { useTranslation } from 'react-i18next'
import type { RiskQuestionFault, RiskQuestions, RiskQuestionsView } from '../../generated/api'
import { faultWords, whereWords } from './faults'

const shownAtOnce = 6

/** Everything that is wrong, in words; each line leads to its field. */
export function FaultAlert({ form, faults, onGo }: { form: RiskQuestions; faults: readonly RiskQuestionFault[]; onGo: (path: string) => void }) {
  const { t, i18n } = useTranslation()
  if (faults.length === 0) return null
  return (
    <Alert
      type="error"
      showIcon
      className="care-alert"
      data-testid="questions-faults"
      title={t('questions.faults', { n: faults.length })}
      description={
        <ul className="policy-plain policy-fault-list">
          {faults.slice(0, shownAtOnce).map((fault, n) => (
            <li key={n} data-path={fault.path} data-code={fault.code}>
              <Button type="link" size="small" onClick={() => onGo(fault.path)} data-testid={`fault-${n}`}>
                {whereWords(t, i18n.language, form, fault.path)}
              </Button>{' '}
              {faultWords(t, fault)}
            </li>
          ))}
          {faults.length > shownAtOnce ? <li className="soft">{t('questions.moreFaults', { n: faults.length - shownAtOnce })}</li> : null}
        </ul>
      }
    />
  )
}

/** Somebody else saved. Nothing typed is gone; she says which of the two goes on. */
export function NewerAlert({ newer, onMine, onTheirs }: { newer: RiskQuestionsView; onMine: () => void; onTheirs: () => void }) {
  const { t } = useTranslation()
  return (
    <Alert
      type="warning"
      showIcon
      role="alert"
      className="care-alert"
      data-testid="questions-newer"
      title={t('questions.newer.title', { n: newer.version, who: newer.savedBy ?? t('questions.shipped') })}
      description={t('questions.newer.text', { n: newer.version })}
      action={
        <Space orientation="vertical">
          <Button size="small" type="primary" onClick={onMine} data-testid="newer-mine">
            {t('questions.newer.mine')}
          </Button>
          <Popconfirm title={t('questions.undoAsk')} okText={t('questions.newer.theirs')} cancelText={t('common.cancel')} okButtonProps={{ danger: true }} onConfirm={onTheirs}>
            <Button size="small" data-testid="newer-theirs">
              {t('questions.newer.theirs')}
            </Button>
          </Popconfirm>
        </Space>
      }
    />
  )
}
