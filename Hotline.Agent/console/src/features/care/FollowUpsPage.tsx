import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Empty, Segmented, Skeleton, Space } from 'antd'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useSearchParams } from 'react-router'
import { At } from '../../elements/When'
import type { FollowUpView } from '../../generated/api'
import { ask } from '../../http/ask'
import { keys } from '../../http/keys'
import { useServerNow } from '../../live/useServerNow'
import { FollowUpDialog } from './FollowUpDialog'
import { grouped, isNear } from './due'
import { verdictWords } from './words'

/** Calls that are due after a risk. ↑ and ↓ go from one to the next, Enter opens what is to be said of it. */
export function FollowUpsPage({ centre }: { centre: boolean }) {
  const { t } = useTranslation()
  const cache = useQueryClient()
  // Whose and how far ahead are remembered in the address.
  const [search, setSearch] = useSearchParams()
  const mine = !centre || search.get('of') !== 'centre'
  const due = search.get('all') === null
  const [open, setOpen] = useState<FollowUpView | null>(null)
  const now = useServerNow()
  const list = useRef<HTMLDivElement>(null)
  const asked = useQuery({
    queryKey: [...keys.followUps, mine, due],
    queryFn: ({ signal }) => ask('listFollowUps', { signal, query: { mine, due } }),
    refetchInterval: 60_000,
    retry: 1,
  })
  const put = (name: string, value: string | null) =>
    setSearch((now) => {
      if (value === null) now.delete(name)
      else now.set(name, value)
      return now
    })
  const step = (event: React.KeyboardEvent) => {
    const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    const rows = [...(list.current?.querySelectorAll<HTMLElement>('[data-row]') ?? [])]
    if (by === 0 || rows.length === 0) return
    event.preventDefault()
    const at = rows.findIndex((row) => row === document.activeElement)
    rows[Math.min(rows.length - 1, Math.max(0, at + by))]?.focus()
  }
  return (
    <div className="page page-narrow" data-testid="follow-ups">
      <header className="page-head">
        <h1>{t('care.followUps.title')}</h1>
        <Space>
          {centre ? (
            <Segmented
              value={mine ? 'mine' : 'centre'}
              onChange={(of) => put('of', of === 'centre' ? 'centre' : null)}
              options={[{ value: 'mine', label: t('care.followUps.mine') }, { value: 'centre', label: <span data-testid="follow-ups-centre">{t('care.followUps.centre')}</span> }]}
            />
          ) : null}
          <Segmented
            value={due ? 'due' : 'all'}
            onChange={(what) => put('all', what === 'all' ? '' : null)}
            options={[{ value: 'due', label: t('care.followUps.due') }, { value: 'all', label: <span data-testid="follow-ups-all">{t('care.followUps.all')}</span> }]}
          />
        </Space>
      </header>
      {asked.isError ? <Alert type="warning" showIcon title={t('care.followUps.failed')} action={<Button size="small" onClick={() => void asked.refetch()}>{t('common.again')}</Button>} /> : null}
      {asked.isPending ? <Skeleton active /> : null}
      {asked.data?.length === 0 ? <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('care.followUps.none')} /> : null}
      <div ref={list} onKeyDown={step}>
        {grouped(asked.data ?? []).map(({ overdue, items }) => (
          <section key={String(overdue)} className="panel care-list" aria-label={t(overdue ? 'care.followUps.overdue' : 'care.followUps.coming')}>
            <h2>
              {t(overdue ? 'care.followUps.overdue' : 'care.followUps.coming')} <span className="soft figures">{items.length}</span>
            </h2>
            {items.map((item) => (
              <div key={item.id} className="care-row" data-testid="follow-up" data-call={item.call}>
                <button type="button" className="care-row-open" data-row data-own-enter onClick={() => setOpen(item)}>
                  <b className="figures">{item.maskedNumber}</b>
                  <span>{t(`care.step.${item.step}`)}</span>
                  <At at={item.dueAt} />
                  <span className="soft">{item.mine ? t('care.followUps.me') : (item.ownerName ?? t('care.followUps.nobody'))}</span>
                  {item.contact && isNear(item, now) ? <span className={item.contact.may ? 'small' : 'small care-no'}>{verdictWords(t, item.contact)}</span> : null}
                </button>
                <Link to={`/records/${item.call}`}>{t('care.followUps.record')}</Link>
              </div>
            ))}
          </section>
        ))}
      </div>
      {open ? (
        <FollowUpDialog
          item={open}
          onClose={() => setOpen(null)}
          onDone={() => {
            setOpen(null)
            void cache.invalidateQueries({ queryKey: keys.followUps })
          }}
        />
      ) : null}
    </div>
  )
}
