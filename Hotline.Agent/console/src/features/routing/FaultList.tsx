import { Alert, Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { useEditor } from './EditorContext'

const shownAtOnce = 6

/** Everything that is wrong, in words; each line leads to its field. */
export function FaultList({ onGo }: { onGo: (path: string) => void }) {
  const { t } = useTranslation()
  const { faults, words } = useEditor()
  if (faults.length === 0) return null
  return (
    <Alert
      type="error"
      showIcon
      data-testid="policy-faults"
      data-count={faults.length}
      title={t('routing.faultsTitle', { n: faults.length })}
      description={
        <ul className="policy-plain policy-fault-list">
          {faults.slice(0, shownAtOnce).map((fault, n) => {
            const { what, remedy } = words.fault(fault)
            return (
              <li key={n} data-path={fault.path} data-code={fault.code}>
                <Button type="link" size="small" onClick={() => onGo(fault.path)} data-testid={`fault-${n}`}>
                  {words.where(fault.path)}
                </Button>{' '}
                {what} {remedy ? <span className="soft">{remedy}</span> : null}
              </li>
            )
          })}
          {faults.length > shownAtOnce ? <li className="soft">{t('routing.moreFaults', { n: faults.length - shownAtOnce })}</li> : null}
        </ul>
      }
    />
  )
}
