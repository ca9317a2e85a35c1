import { DownOutlined } from '@ant-design/icons'
import { App, Button, Dropdown } from 'antd'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { LocalDrafts } from '../drafts/localDrafts'
import { ask } from '../http/ask'
import { listed } from '../i18n/names'
import { useFocusBack } from '../keys/useFocusBack'
import { takesCalls, useMe } from '../session/SessionContext'

export function UserMenu({ onKeys, onSignedOut }: { onKeys: () => void; onSignedOut: () => void }) {
  const { t, i18n } = useTranslation()
  const me = useMe()
  const back = useFocusBack()
  const { modal, message } = App.useApp()
  const navigate = useNavigate()

  const leave = async () => {
    try {
      await ask('signOut', {})
    } catch {
      // The cookie would still be good: leaving the screen now would only look like signing out.
      void message.error(t('user.signOutFailed'), 6)
      return
    }
    new LocalDrafts(me.staffId).clear()
    onSignedOut()
  }
  const signOut = () => {
    const only = new LocalDrafts(me.staffId).calls().length
    if (only === 0) return void leave()
    modal.confirm({
      title: t('user.draftsTitle', { n: only }),
      content: t('user.draftsText'),
      okText: t('user.signOutAnyway'),
      okButtonProps: { danger: true },
      cancelText: t('user.stay'),
      onOk: leave,
    })
  }

  return (
    <Dropdown
      autoFocus
      onOpenChange={back.onOpenChange}
      trigger={['click']}
      menu={{
        items: [
          {
            key: 'who',
            type: 'group',
            label: (
              <span>
                {me.userName} · {listed(me.roles.map((role) => t(`role.${role}`)), i18n.language)}
              </span>
            ),
          },
          { key: 'keys', label: t('keys.title'), onClick: onKeys },
          ...(takesCalls(me) ? [{ key: 'shifts', label: <span data-testid="my-shifts-open">{t('roster.mine')}</span>, onClick: () => void navigate('/shifts') }] : []),
          { type: 'divider' },
          { key: 'out', label: <span data-testid="sign-out">{t('user.signOut')}</span>, onClick: signOut },
        ],
      }}
    >
      <Button ref={back.ref} type="text" data-testid="user-menu">
        {me.displayName} <DownOutlined className="caret" />
      </Button>
    </Dropdown>
  )
}
