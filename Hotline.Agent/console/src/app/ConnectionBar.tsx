import { Alert } from 'antd'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLive } from '../live/LiveProvider'

/** A blink of the line is no news. */
const silentMs = 1_200

/** Says across the top when the line to the server is down, what still works, and when all is fresh again. */
export function ConnectionBar() {
  const { t } = useTranslation()
  const { state, resynchronised } = useLive()
  const down = state === 'connecting' || state === 'reconnecting'
  const [shown, setShown] = useState(false)

  useEffect(() => {
    if (!down) return setShown(false)
    const timer = setTimeout(() => setShown(true), silentMs)
    return () => clearTimeout(timer)
  }, [down])

  if (shown)
    return (
      <Alert
        banner
        type="warning"
        showIcon
        role="alert"
        data-testid="connection-bar"
        data-state={state}
        title={t(state === 'connecting' ? 'connection.connecting' : 'connection.reconnecting')}
      />
    )
  if (resynchronised) return <Alert banner type="success" showIcon role="status" data-testid="connection-bar" data-state="resynchronised" title={t('connection.back')} />
  return null
}
