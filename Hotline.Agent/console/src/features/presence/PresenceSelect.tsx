import { DownOutlined } from '@ant-design/icons'
import { Button, Dropdown, type MenuProps } from 'antd'
import { useTranslation } from 'react-i18next'
import { DeskDot } from '../../elements/StateTag'
import { Elapsed } from '../../elements/Elapsed'
import type { DeskState, Presence } from '../../generated/hub'
import { breakReasonName } from '../../i18n/names'
import { useFocusBack } from '../../keys/useFocusBack'
import { useDesk } from '../../live/useDesk'
import { useWish } from './useWish'

const breakReasons = ['rest', 'meal', 'meeting', 'training', 'recover'] as const

export function PresenceSelect() {
  const { t } = useTranslation()
  const desk = useDesk()
  const { wish, busy } = useWish()
  const back = useFocusBack()

  const choose: MenuProps['onClick'] = ({ key }) => {
    const [presence, reason] = key.split(':') as [Presence, string | undefined]
    void wish(presence, reason ?? null)
  }
  const items: MenuProps['items'] = [
    { key: 'Ready', label: <Line state="Ready" testId="presence-Ready" words={t('presence.Ready')} /> },
    {
      type: 'group',
      key: 'breaks',
      label: t('presence.Break'),
      children: breakReasons.map((reason) => ({
        key: `Break:${reason}`,
        label: <Line state="Break" testId={`presence-Break-${reason}`} words={t(`breakReason.${reason}`)} />,
      })),
    },
    { type: 'divider' },
    { key: 'Off', label: <Line state="Off" testId="presence-Off" words={t('presence.Off')} /> },
  ]

  return (
    <Dropdown autoFocus onOpenChange={back.onOpenChange} menu={{ items, onClick: choose, selectable: false }} trigger={['click']} disabled={!desk}>
      <Button ref={back.ref} data-testid="presence-select" data-state={desk?.state} loading={busy} className="presence">
        <span className="unseen">{t('presence.label')} </span>
        {desk ? (
          <span className="presence-words">
            <DeskDot state={desk.state} />
            <span>{t(`desk.${desk.state}`)}</span>
            {desk.state === 'Break' && desk.breakReason ? <span className="soft">· {breakReasonName(t, desk.breakReason)}</span> : null}
            <span className="soft">
              <Elapsed from={desk.since} long testId="presence-timer" />
            </span>
            {comesLater(desk.state, desk.wish) ? <span className="small soft">→ {t(`presence.${desk.wish}`)}</span> : null}
            <DownOutlined className="caret" />
          </span>
        ) : (
          <span className="soft">{t('presence.unknown')}</span>
        )}
      </Button>
    </Dropdown>
  )
}

function Line({ state, testId, words }: { state: DeskState; testId: string; words: string }) {
  return (
    <span className="menu-line" data-testid={testId}>
      <DeskDot state={state} /> {words}
    </span>
  )
}

/** During a call a wish other than ready waits for wrap-up's end, and is shown so that she sees it was heard. */
function comesLater(state: DeskState, wish: Presence): boolean {
  switch (state) {
    case 'Offered':
    case 'Ringing':
    case 'Busy':
    case 'Assisting':
    case 'WrapUp':
      return wish !== 'Ready'
    case 'Off':
    case 'Ready':
    case 'Break':
      return false
  }
}
