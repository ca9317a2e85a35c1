import { useEffect, useState } from 'react'

export type NoticePermission = NotificationPermission | 'none'

const permission = (): NoticePermission => (typeof Notification === 'undefined' ? 'none' : Notification.permission)

/** Whether the browser shows notices of this page on the desktop, and how to ask it to; it listens within a click only. */
export function useNoticePermission() {
  const [state, setState] = useState<NoticePermission>(permission)
  const ask = () => void Notification.requestPermission().then(setState)
  return { state, ask }
}

/** A notice on the desktop for one alarm, while this tab is out of sight; taken back when the alarm is. Same tag in every tab: one notice. */
export function useDesktopNotice(alarm: string | null, title: string, body: string): void {
  useEffect(() => {
    if (alarm === null || permission() !== 'granted') return
    let notice: Notification | null = null
    const show = () => {
      if (document.visibilityState === 'visible') return
      notice ??= new Notification(title, { body, tag: alarm, requireInteraction: true })
      notice.onclick = () => window.focus()
    }
    show()
    document.addEventListener('visibilitychange', show)
    return () => {
      document.removeEventListener('visibilitychange', show)
      notice?.close()
    }
  }, [alarm, title, body])
}
