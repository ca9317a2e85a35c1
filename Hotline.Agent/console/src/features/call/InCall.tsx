import { AudioOutlined, CustomerServiceOutlined, PhoneOutlined, SafetyOutlined, SwapOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { CallView, JoinMode, RescueService } from '../../generated/hub'
import { Keys } from '../../keys/Keys'
import type { Shortcut } from '../../keys/map'
import { useShortcut } from '../../keys/useShortcut'
import { useLive } from '../../live/LiveProvider'
import { stillCallable } from './joining'
import { ServiceDrawer } from './ServiceDrawer'
import { useJoining } from './useJoining'

const keyOf: Partial<Record<RescueService, Shortcut>> = { Police: 'police', Ambulance: 'ambulance' }

/** Who is in the call besides her and the caller, and as what; and 110, 120 into it, asked once. `card`: what they must be told. */
export function InCall({ call, card }: { call: CallView; card?: ReactNode }) {
  const { t } = useTranslation()
  const { hub } = useLive()
  const { busy, run } = useJoining<string>()
  const [asked, setAsked] = useState<RescueService | null>(null)
  const callable = stillCallable(call.callable, call.services)
  const add = (service: RescueService) => void run(`add-${service}`, hub.AddService(call.call, service))
  // Pressed again, the same key acts.
  const press = (service: RescueService) => (asked === service ? add(service) : setAsked(service))
  useShortcut('police', () => press('Police'), busy === null && callable.includes('Police'))
  useShortcut('ambulance', () => press('Ambulance'), busy === null && callable.includes('Ambulance'))

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
              <span className="in-call-acts">
                <Button size="small" data-testid={`card-${service.service}`} onClick={() => setAsked(service.service)}>
                  {t('join.card')}
                </Button>
                <Button size="small" data-testid={`end-${service.service}`} loading={busy === `end-${service.service}`} onClick={() => void run(`end-${service.service}`, hub.EndService(call.call, service.token))}>
                  {t('join.endService')}
                </Button>
              </span>
            </li>
          ))}
        </ul>
      ) : null}
      {callable.length > 0 ? (
        <div className="in-call-add">
          {callable.map((service) => (
            <Button key={service} danger icon={<PhoneOutlined />} data-testid={`add-${service}`} loading={busy === `add-${service}`} onClick={() => setAsked(service)}>
              {t(`join.call.${service}`)} {keyOf[service] ? <Keys of={keyOf[service]} /> : null}
            </Button>
          ))}
        </div>
      ) : null}
      {asked ? (
        <ServiceDrawer key={asked} call={call} service={asked} busy={busy === `add-${asked}`} onAdd={() => add(asked)} onClose={() => setAsked(null)}>
          {card}
        </ServiceDrawer>
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
