import { LogoutOutlined } from '@ant-design/icons'
import { Button, Popconfirm } from 'antd'
import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Elapsed } from '../../elements/Elapsed'
import type { AssistView, CallView, JoinMode } from '../../generated/hub'
import { Keys } from '../../keys/Keys'
import type { Shortcut } from '../../keys/map'
import { useShortcut } from '../../keys/useShortcut'
import { useLive } from '../../live/LiveProvider'
import { InCall, modeIcon } from './InCall'
import { callerHears } from './joining'
import { useJoining } from './useJoining'

const modes: readonly JoinMode[] = ['Coach', 'Party', 'TakeOver']
const keyOf: Record<JoinMode, Shortcut> = { Coach: 'coach', Party: 'party', TakeOver: 'takeOver' }

/** While she helps in a colleague's call, on every page: who hears her, and the keys to change that or to leave. */
export function AssistBar({ call, assisting, card }: { call: CallView; assisting: AssistView; card?: ReactNode }) {
  const { t } = useTranslation()
  const { hub } = useLive()
  const { busy, run } = useJoining<JoinMode | 'leave'>()
  const [asksTakeOver, setAsksTakeOver] = useState(false)

  const change = (mode: JoinMode) => {
    setAsksTakeOver(false)
    void run(mode, hub.ChangeJoin(call.call, mode))
  }
  // Taking somebody's call from her asks once; everything else acts at once.
  const press = (mode: JoinMode) => (mode === 'TakeOver' && !asksTakeOver ? setAsksTakeOver(true) : change(mode))
  const leave = () => void run('leave', hub.LeaveCall(call.call))
  const free = busy === null
  useShortcut('coach', () => press('Coach'), free && assisting.mode !== 'Coach')
  useShortcut('party', () => press('Party'), free && assisting.mode !== 'Party')
  useShortcut('takeOver', () => press('TakeOver'), free && assisting.mode !== 'TakeOver')
  useShortcut('leave', leave, free)

  return (
    <section className={callerHears(assisting.mode) && assisting.in ? 'assist assist-heard' : 'assist'} data-testid="assist" data-mode={assisting.mode} data-in={assisting.in} aria-label={t('join.title')}>
      <p role="status">
        {modeIcon(assisting.mode)} <b>{t('join.with', { name: assisting.operator })}</b> <span>{assisting.in ? t(`join.me.${assisting.mode}`) : t('join.myPhone')}</span>
      </p>
      <span className="soft figures">
        <Elapsed from={call.connectedAt ?? call.arrivedAt} />
      </span>
      <span className="assist-acts">
        {modes.map((mode) => {
          const button = (
            <Button
              key={mode}
              type={assisting.mode === mode ? 'primary' : 'default'}
              aria-pressed={assisting.mode === mode}
              icon={modeIcon(mode)}
              loading={busy === mode}
              data-testid={`assist-${mode}`}
              onClick={() => (assisting.mode === mode ? undefined : press(mode))}
            >
              {t(`join.mode.${mode}`)} <Keys of={keyOf[mode]} />
            </Button>
          )
          return mode === 'TakeOver' ? (
            <Popconfirm
              key={mode}
              open={asksTakeOver}
              onOpenChange={(open) => {
                if (!open) setAsksTakeOver(false)
              }}
              title={t('join.takeOverAsk', { name: assisting.operator })}
              okText={t('join.mode.TakeOver')}
              cancelText={t('common.cancel')}
              okButtonProps={{ 'data-testid': 'assist-TakeOver-confirm' }}
              onConfirm={() => change('TakeOver')}
              placement="bottom"
            >
              {button}
            </Popconfirm>
          ) : (
            button
          )
        })}
        <Button icon={<LogoutOutlined />} loading={busy === 'leave'} data-testid="assist-leave" onClick={leave}>
          {t('join.leave')} <Keys of="leave" />
        </Button>
      </span>
      {assisting.in ? <InCall call={call} card={card} /> : null}
    </section>
  )
}
