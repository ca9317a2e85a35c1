import { BellOutlined } from '@ant-design/icons'
import { Alert, Button, Skeleton } from 'antd'
import { useMemo, useRef, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import { useCrisis } from '../../live/useDesk'
import { ClosedDetail } from './ClosedDetail'
import { EscalationCard } from './EscalationCard'
import { EscalationDetail } from './EscalationDetail'
import { EscalationHistory } from './EscalationHistory'
import { chosenOf, ordered } from './escalations'
import { useNoticePermission } from './notify'

/** What is open, without a name first; the chosen one with all that can be done; what is over. Which one is chosen stands in the address. `care`: what is kept of a caller. */
export function CrisisPage({ care }: { care: (call: string) => ReactNode }) {
  const { t } = useTranslation()
  const crisis = useCrisis()
  const notices = useNoticePermission()
  const list = useRef<HTMLOListElement>(null)
  const [filter, setFilter] = useSearchParams()
  const asked = filter.get('e')
  const open = useMemo(() => (crisis ? ordered(crisis.escalations) : []), [crisis])
  // An address may name one that is over.
  const isOpen = asked === null || open.some((e) => e.id === asked)
  const chosen = isOpen ? chosenOf(open, asked) : null

  if (!crisis) return <Skeleton active className="page" paragraph={{ rows: 8 }} />

  const choose = (id: string) => setFilter({ e: id }, { replace: true })
  const walk = (stroke: React.KeyboardEvent) => {
    const by = stroke.key === 'ArrowDown' ? 1 : stroke.key === 'ArrowUp' ? -1 : 0
    const next = by === 0 ? undefined : open[open.findIndex((e) => e.id === chosen?.id) + by]
    if (!next) return
    stroke.preventDefault()
    choose(next.id)
    list.current?.querySelector<HTMLElement>(`[data-escalation="${next.id}"]`)?.focus()
  }

  return (
    <div className="page crisis" data-testid="crisis-page">
      <header className="page-head">
        <h1>{t('crisis.title')}</h1>
        {notices.state === 'default' ? (
          <Button icon={<BellOutlined />} onClick={notices.ask}>
            {t('crisis.notices')}
          </Button>
        ) : null}
      </header>
      {crisis.degraded ? <Alert type="warning" showIcon title={t('crisis.degraded')} data-testid="crisis-degraded" /> : null}
      <div className={chosen || !isOpen ? 'crisis-split' : undefined}>
        {open.length === 0 ? (
          <p className="panel crisis-none" data-testid="crisis-none">
            {t('crisis.none')}
          </p>
        ) : (
          <ol className="crisis-list" ref={list} onKeyDown={walk} aria-label={t('crisis.list')} data-testid="crisis-list">
            {open.map((e) => (
              <li key={e.id}>
                <EscalationCard escalation={e} chosen={e.id === chosen?.id} onChoose={() => choose(e.id)} />
              </li>
            ))}
          </ol>
        )}
        {chosen ? <EscalationDetail key={chosen.id} escalation={chosen} care={care} /> : !isOpen ? <ClosedDetail key={asked} id={asked} /> : null}
      </div>
      <EscalationHistory onChoose={choose} chosen={asked} />
    </div>
  )
}
