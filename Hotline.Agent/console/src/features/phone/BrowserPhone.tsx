import { CustomerServiceOutlined } from '@ant-design/icons'
import type { Call, Device } from '@twilio/voice-sdk'
import { Button, Tooltip } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ask } from '../../http/ask'
import { useDesk } from '../../live/useDesk'
import { answersItself, phoneTone, type PhoneState } from './phoneState'

/**
 * Her voice through this browser. Needs a click (microphone and sound are hers to open). A leg is answered by itself only while an offer she
 * accepted is being connected; any other leg rings here and waits for her.
 */
export function BrowserPhone() {
  const { t } = useTranslation()
  const desk = useDesk()
  const [state, setState] = useState<PhoneState>('off')
  const [leg, setLeg] = useState<Call | null>(null)
  const device = useRef<Device | null>(null)
  const deskState = desk?.state

  const enable = async () => {
    setState('starting')
    try {
      const [{ Device }, { token }] = await Promise.all([import('@twilio/voice-sdk'), ask('getPhoneToken', {})])
      device.current?.destroy()
      const phone = new Device(token, { logLevel: 'silent', closeProtection: t('phone.closing') })
      device.current = phone
      phone.on('registered', () => setState((was) => (was === 'talking' ? was : 'ready')))
      phone.on('unregistered', () => setState((was) => (was === 'talking' ? was : 'lost')))
      phone.on('error', () => setState((was) => (was === 'talking' ? was : 'fault')))
      phone.on('tokenWillExpire', () => {
        void ask('getPhoneToken', {}).then(
          (fresh) => phone.updateToken(fresh.token),
          () => {}, // Expired, the device says "unregistered", and the button asks for a click.
        )
      })
      phone.on('incoming', (incoming: Call) => {
        setLeg(incoming)
        setState('ringing')
        incoming.on('accept', () => setState('talking'))
        const over = () => {
          setLeg(null)
          setState(phone.state === 'registered' ? 'ready' : 'lost')
        }
        incoming.on('disconnect', over)
        incoming.on('cancel', over)
        incoming.on('reject', over)
        incoming.on('error', over)
      })
      await phone.register()
    } catch {
      setState('fault')
    }
  }

  useEffect(() => {
    if (leg && state === 'ringing' && deskState && answersItself(deskState)) leg.accept()
  }, [leg, state, deskState])
  useEffect(() => () => device.current?.destroy(), [])

  return (
    <Tooltip title={t(`phone.hint.${state}`)}>
      {state === 'ringing' && leg ? (
        <Button data-testid="phone" data-state={state} type="primary" icon={<CustomerServiceOutlined />} onClick={() => leg.accept()}>
          {t('phone.ringing')}
        </Button>
      ) : (
        <Button
          data-testid="phone"
          data-state={state}
          className={`phone tone-${phoneTone(state)}`}
          icon={<CustomerServiceOutlined />}
          loading={state === 'starting'}
          onClick={() => (state === 'ready' || state === 'talking' ? undefined : void enable())}
        >
          {t(`phone.${state}`)}
        </Button>
      )}
    </Tooltip>
  )
}
