import { useQuery } from '@tanstack/react-query'
import { Alert, Button, Empty, Modal, Skeleton } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { LaneTag } from '../../elements/LaneTag'
import { NoteFacts, RiskTag } from '../../elements/NoteFacts'
import { CallTag } from '../../elements/StateTag'
import { At } from '../../elements/When'
import type { EarlierCall } from '../../generated/api'
import { ask } from '../../http/ask'
import { useCatalogue } from '../../http/useCatalogue'
import { keys } from '../../http/keys'
import { codeName, matterName } from '../../i18n/names'

/** Earlier calls of the same number, so that she need not tell it twice. */
export function EarlierList({ call }: { call: string }) {
  const { t } = useTranslation()
  const [open, setOpen] = useState<string | null>(null)
  const earlier = useQuery({
    queryKey: keys.earlier(call),
    queryFn: ({ signal }) => ask('listEarlierCalls', { id: call, signal }),
    staleTime: 60_000,
    retry: 2,
  })
  return (
    <section className="panel earlier" data-testid="earlier-list" data-count={earlier.data?.length} aria-label={t('earlier.title')}>
      <h2>
        {t('earlier.title')} {earlier.data && earlier.data.length > 0 ? <span className="soft figures">{earlier.data.length}</span> : null}
      </h2>
      {earlier.isPending ? (
        <Skeleton active paragraph={{ rows: 3 }} title={false} />
      ) : earlier.isError && !earlier.data ? (
        <Alert
          type="info"
          showIcon
          title={t('earlier.failed')}
          action={
            <Button size="small" onClick={() => void earlier.refetch()}>
              {t('common.again')}
            </Button>
          }
        />
      ) : earlier.data.length === 0 ? (
        <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('earlier.none')} />
      ) : (
        <ol className="earlier-items">
          {earlier.data.map((item) => (
            <EarlierItem key={item.call.id} item={item} onOpen={() => setOpen(item.call.id)} />
          ))}
        </ol>
      )}
      {open ? <WholeNote call={open} onClose={() => setOpen(null)} /> : null}
    </section>
  )
}

function EarlierItem({ item, onOpen }: { item: EarlierCall; onOpen: () => void }) {
  const { t, i18n } = useTranslation()
  const catalogue = useCatalogue()
  const { call, notes } = item
  return (
    <li className="earlier-item" data-testid="earlier-item" data-call={call.id}>
      <div className="earlier-head">
        <strong>
          <At at={call.arrivedAt} />
        </strong>
        {call.skill ? <LaneTag skill={call.skill} /> : null}
        {call.state === 'Closed' || call.state === 'WrapUp' ? null : <CallTag state={call.state} />}
      </div>
      {call.operatorName ? <div className="soft small">{call.operatorName}</div> : null}
      {notes.map((note) => (
        <div key={note.version} className="earlier-note">
          <div className="note-tags">
            <span className="matter-tag">{matterName(catalogue, note.matterType, i18n.language)}</span>
            <RiskTag risk={note.risk} />
          </div>
          {note.excerpt ? (
            <p className="written" data-testid="earlier-excerpt">
              {note.excerpt}
              {note.shortened ? '…' : ''}
            </p>
          ) : null}
          <div className="soft small">
            {codeName(catalogue?.outcomes, note.outcome, i18n.language)} · {note.authorName}
            {note.shortened ? (
              <Button type="link" size="small" onClick={onOpen} data-testid="earlier-whole">
                {t('earlier.whole')}
              </Button>
            ) : null}
          </div>
        </div>
      ))}
      {notes.length === 0 ? <p className="faint small">{t('earlier.noNote')}</p> : null}
    </li>
  )
}

function WholeNote({ call, onClose }: { call: string; onClose: () => void }) {
  const { t } = useTranslation()
  const note = useQuery({ queryKey: [...keys.note(call), 'read'], queryFn: ({ signal }) => ask('getNote', { id: call, signal }), retry: 1 })
  return (
    <Modal open onCancel={onClose} footer={null} title={t('note.title')} width={640}>
      {note.isPending ? (
        <Skeleton active />
      ) : note.isError ? (
        <Alert type="info" showIcon title={t('note.forbidden')} />
      ) : (
        note.data.versions.map((version) => <NoteFacts key={version.version} note={version} />)
      )}
    </Modal>
  )
}
