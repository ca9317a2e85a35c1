import { Alert, Button, Empty, Segmented, Skeleton } from 'antd'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import { MessageRow } from './MessageRow'
import { useMessages } from './useMessages'

/** What callers left while their centre was closed. ↑ and ↓ go from one to the next; Tab goes to what may be done. */
export function MessagesPage() {
  const { t } = useTranslation()
  // Which ones is remembered in the address.
  const [search, setSearch] = useSearchParams()
  const closed = search.get('closed') !== null
  const asked = useMessages(closed)
  const list = useRef<HTMLDivElement>(null)
  const step = (event: React.KeyboardEvent) => {
    const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    const rows = [...(list.current?.querySelectorAll<HTMLElement>('[data-row]') ?? [])]
    const at = rows.findIndex((row) => row === document.activeElement)
    // A player under the focus has its own use for these keys.
    if (by === 0 || at < 0) return
    event.preventDefault()
    rows[Math.min(rows.length - 1, Math.max(0, at + by))]?.focus()
  }
  return (
    <div className="page page-narrow" data-testid="messages">
      <header className="page-head">
        <h1>{t('messages.title')}</h1>
        <Segmented
          value={closed ? 'closed' : 'open'}
          onChange={(which) => setSearch(which === 'closed' ? { closed: '' } : {}, { replace: true })}
          options={[
            { value: 'open', label: t('messages.open') },
            { value: 'closed', label: <span data-testid="messages-closed">{t('messages.closed')}</span> },
          ]}
        />
      </header>
      <p className="soft">{t('messages.text')}</p>
      {asked.isError ? (
        <Alert
          type="warning"
          showIcon
          title={t('messages.failed')}
          action={
            <Button size="small" onClick={() => void asked.refetch()}>
              {t('common.again')}
            </Button>
          }
        />
      ) : null}
      {asked.isPending ? <Skeleton active /> : null}
      {asked.data?.length === 0 ? <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t(closed ? 'messages.noneClosed' : 'messages.none')} /> : null}
      <div ref={list} onKeyDown={step} role="list">
        {asked.data?.map((message) => (
          <MessageRow key={message.id} message={message} />
        ))}
      </div>
    </div>
  )
}
