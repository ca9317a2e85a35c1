import { Alert, Button, Space } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DeskNotice, DeskSnapshot } from '../../generated/hub'
import { useShortcut } from '../../keys/useShortcut'
import { Keys } from '../../keys/Keys'
import { useWish } from './useWish'

/** What the desk should be told kindly, once. */
export function NoticeBar({ desk }: { desk: DeskSnapshot }) {
  const { t } = useTranslation()
  const { wish, busy } = useWish()
  const [closed, setClosed] = useState<number | null>(null)
  const offersReady = desk.state === 'Break' || desk.state === 'Off'
  useShortcut('ready', () => void wish('Ready'), offersReady)

  if (desk.notice === null || closed === desk.version) return null
  return (
    <Alert
      data-testid="desk-notice"
      data-notice={desk.notice}
      className="notice"
      type={noticeTone(desk.notice)}
      showIcon
      role="status"
      title={t(`notice.${desk.notice}`)}
      closable={{ onClose: () => setClosed(desk.version), 'aria-label': t('common.close') }}
      action={
        offersReady ? (
          <Space>
            <Button size="small" type="primary" loading={busy} data-testid="notice-ready" onClick={() => void wish('Ready')}>
              {t('presence.becomeReady')} <Keys of="ready" />
            </Button>
            <Button size="small" data-testid="notice-rest" onClick={() => void wish('Break', 'rest').then(() => setClosed(desk.version))}>
              {t('presence.restABit')}
            </Button>
          </Space>
        ) : undefined
      }
    />
  )
}

export function noticeTone(notice: DeskNotice): 'info' | 'warning' {
  switch (notice) {
    case 'MissedOffer':
    case 'CallerHungUp':
    case 'CallerWentToCrisis':
    case 'CallerIsBack':
    case 'CallBackNotReached':
      return 'info'
    case 'PhoneNotAnswered':
    case 'NotJoined':
    case 'TakenOver':
    case 'LeaseLost':
      return 'warning'
  }
}
