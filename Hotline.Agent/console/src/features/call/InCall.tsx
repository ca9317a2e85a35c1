import { AudioOutlined, CustomerServiceOutlined, PhoneOutlined, SafetyOutlined, SwapOutlined } from '@ant-design/icons'
import { Button, Popconfirm } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { CallView, JoinMode } from '../../generated/hub'
import { useLive } from '../../live/LiveProvider'
import { stillCallable } from './joining'
import { useJoining } from './useJoining'

/** Who is in the call besides her and the caller, and as what; and 110, 120 into it, asked once. */
export function InCall({ call }: { call: CallView }) {
  const { t } = useTranslation()
  const { hub } = useLive()
  const { busy, run } = useJoining<string>()
  const callable = stillCallable(call.callable, call.services)

  return (
    <div className="in-call" data-testid="in-call">
      {call.helpers.length + call.services.length > 0 ? (
        <ul aria-label={t('join.inCall')} aria-live="polite">
          {call.helpers.map((helper) => (
            <li key={helper.name} data-testid="in-call-helper" data-mode={helper.mode} data-in={helper.in}>
              {modeIcon(helper.mode)} <b>{helper.name}</b> <span className="soft">{helper.in ? t(`join.as.${helper.mode}`) : t('join.coming')}</span>
            </li>
          ))}
          {call.services.map((service) => (
            <li key={service.token} data-testid={`in-call-${service.service}`} data-in={service.in}>
              <SafetyOutlined /> <b>{t(`join.service.${service.service}`)}</b> <span className="soft">{t(service.in ? 'join.answered' : 'join.ringing')}</span>
              <Button size="small" data-testid={`end-${service.service}`} loading={busy === `end-${service.service}`} onClick={() => void run(`end-${service.service}`, hub.EndService(call.call, service.token))}>
                {t('join.endService')}
              </Button>
            </li>
          ))}
        </ul>
      ) : null}
      {callable.length > 0 ? (
        <div className="in-call-add">
          {callable.map((service) => (
            <Popconfirm
              key={service}
              title={t('join.addAsk', { service: t(`join.service.${service}`) })}
              description={t('join.addText')}
              okText={t('join.add')}
              cancelText={t('common.cancel')}
              okButtonProps={{ danger: true, 'data-testid': `add-${service}-confirm` }}
              onConfirm={() => void run(`add-${service}`, hub.AddService(call.call, service))}
            >
              <Button danger icon={<PhoneOutlined />} data-testid={`add-${service}`} loading={busy === `add-${service}`}>
                {t(`join.call.${service}`)}
              </Button>
            </Popconfirm>
          ))}
        </div>
      ) : null}
    </div>
  )
}

export function modeIcon(mode: JoinMode): ReactNode {
  switch (mode) {
    case 'Coach':
      return <CustomerServiceOutlined />
    case 'Party':
      return <AudioOutlined />
    case 'TakeOver':
      return <SwapOutlined />
  }
}
