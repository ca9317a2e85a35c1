import { Alert, Button, Space } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DeskNotice, DeskSnapshot } from '../../generated/hub'
import { useShortcut } from '../../keys/useShortcut'
import { Keys } from '../../keys/Keys'
import { useServerNow } from '../../live/useServerNow'
import { useWish } from './useWish'

/** What the desk should be told kindly, once. */
export function NoticeBar({ desk }: { desk: DeskSnapshot }) {
  const { t } = useTranslation()
  const { wish, askDebrief, busy } = useWish()
  const [closed, setClosed] = useState<number | null>(null)
  const offersReady = desk.state === 'Break' || desk.state === 'Off'
  const debriefs = desk.notice === 'DebriefOffered'
  useShortcut('ready', () => void wish('Ready'), offersReady)
  useShortcut('talk', () => void askDebrief(), debriefs)

  if (desk.notice === null || closed === desk.version) return null
  return (
    <Alert
      data-testid="desk-notice"
      data-notice={desk.notice}
      className="notice"
      type={noticeTone(desk.notice)}
      showIcon
      role="status"
      title={
        <>
          {t(`notice.${desk.notice}`)} {desk.debriefUntil ? <BackIn until={desk.debriefUntil} /> : null}
        </>
      }
      closable={{ onClose: () => setClosed(desk.version), 'aria-label': t('common.close') }}
      action={
        debriefs ? (
          <Space>
            <Button size="small" type="primary" loading={busy} data-testid="notice-talk" onClick={() => void askDebrief()}>
              {t('presence.talk')} <Keys of="talk" />
            </Button>
            <Button size="small" data-testid="notice-rest" onClick={() => void wish('Break', 'rest')}>
              {t('presence.restABit')}
            </Button>
            <Button size="small" data-testid="notice-ready" onClick={() => void wish('Ready')}>
              {t('presence.goOn')} <Keys of="ready" />
            </Button>
          </Space>
        ) : offersReady ? (
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

/** That she is ready again by herself is no surprise. */
function BackIn({ until }: { until: string }) {
  const { t } = useTranslation()
  const now = useServerNow()
  return (
    <span className="soft figures" data-testid="notice-back-in">
      {t('presence.readyIn', { n: Math.max(0, Math.ceil((Date.parse(until) - now) / 1_000)) })}
    </span>
  )
}

export function noticeTone(notice: DeskNotice): 'info' | 'warning' {
  switch (notice) {
    case 'MissedOffer':
    case 'CallerHungUp':
    case 'CallerWentToCrisis':
    case 'CallerIsBack':
    case 'CallBackNotReached':
    case 'DebriefOffered':
    case 'CrisisWaits':
      return 'info'
    case 'PhoneNotAnswered':
    case 'NotJoined':
    case 'TakenOver':
    case 'LeaseLost':
      return 'warning'
  }
}
