import { AlertFilled } from '@ant-design/icons'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { Keys } from '../../keys/Keys'
import { useShortcut } from '../../keys/useShortcut'
import { useRaise } from './RaiseProvider'

/** Always there, at the same place. Acts at once and asks afterwards; pressed twice it is one alarm. */
export function CrisisButton() {
  const { t } = useTranslation()
  const { raise, press } = useRaise()
  useShortcut('crisis', press)
  return (
    <Button
      danger
      type="primary"
      size="large"
      icon={<AlertFilled />}
      className="crisis-button"
      data-testid="crisis-button"
      data-raise={raise.is}
      title={t('crisis.button.label')}
      aria-keyshortcuts="F9"
      // No focus is taken from where she writes.
      onMouseDown={(e) => e.preventDefault()}
      onClick={press}
    >
      {t('crisis.button.text')} <Keys of="crisis" />
    </Button>
  )
}
