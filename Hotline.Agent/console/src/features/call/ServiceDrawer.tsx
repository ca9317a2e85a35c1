import { PhoneOutlined } from '@ant-design/icons'
import { Button, Drawer } from 'antd'
import { useEffect, useRef, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { beside } from '../../elements/beside'
import type { CallView, RescueService } from '../../generated/hub'

interface Props {
  readonly call: CallView
  readonly service: RescueService
  readonly busy: boolean
  readonly onAdd: () => void
  readonly onClose: () => void
  readonly children: ReactNode
}

/** 110 or 120 into the call: asked once, with what they must be told beside it. It waits for nothing: the key acts whether or not the card is there. */
export function ServiceDrawer({ call, service, busy, onAdd, onClose, children }: Props) {
  const { t } = useTranslation()
  const there = call.services.find((s) => s.service === service)
  return (
    // Without a mask, and not stealing the page: she talks and writes on meanwhile.
    <Drawer open mask={false} autoFocus={false} size={420} getContainer={beside} rootStyle={{ position: 'absolute' }} className="service-drawer" title={t(`join.call.${service}`)} onClose={onClose} data-testid="service-drawer">
      {there ? (
        <p className="service-there" role="status" data-testid="service-there" data-in={there.in}>
          <b>{t(`join.service.${service}`)}</b> {t(there.in ? 'join.answered' : 'join.ringing')}
        </p>
      ) : (
        <Ask service={service} busy={busy} onAdd={onAdd} />
      )}
      {children}
    </Drawer>
  )
}

function Ask({ service, busy, onAdd }: { service: RescueService; busy: boolean; onAdd: () => void }) {
  const { t } = useTranslation()
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => button.current?.focus(), [])
  return (
    <div className="service-ask">
      <Button ref={button} data-own-enter type="primary" danger size="large" icon={<PhoneOutlined />} loading={busy} onClick={onAdd} data-testid={`add-${service}-confirm`}>
        {t('join.addNow', { service: t(`join.service.${service}`) })}
      </Button>
      <span className="soft small">{t('join.addText')}</span>
    </div>
  )
}
