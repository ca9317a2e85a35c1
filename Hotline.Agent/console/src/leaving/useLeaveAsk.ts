import { App } from 'antd'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useBlocker } from 'react-router'

/** Asks before unsaved changes are left behind: by another page of the console, or by closing this one. */
export function useLeaveAsk(changed: boolean): void {
  const { t } = useTranslation()
  const { modal } = App.useApp()
  const blocker = useBlocker(({ currentLocation, nextLocation }) => changed && currentLocation.pathname !== nextLocation.pathname)

  useEffect(() => {
    if (blocker.state !== 'blocked') return
    const asked = modal.confirm({
      title: t('routing.leave.title'),
      content: t('routing.leave.text'),
      okText: t('routing.leave.go'),
      okButtonProps: { danger: true },
      cancelText: t('routing.leave.stay'),
      onOk: () => blocker.proceed(),
      onCancel: () => blocker.reset(),
    })
    return () => asked.destroy()
    // The dialogue belongs to the moment of being blocked.
  }, [blocker.state])

  useEffect(() => {
    if (!changed) return
    const ask = (leaving: BeforeUnloadEvent) => leaving.preventDefault()
    window.addEventListener('beforeunload', ask)
    return () => window.removeEventListener('beforeunload', ask)
  }, [changed])
}
