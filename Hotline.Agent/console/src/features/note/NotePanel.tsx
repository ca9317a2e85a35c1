import { PlusOutlined } from '@ant-design/icons'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Result, Skeleton } from 'antd'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { NoteView } from '../../generated/api'
import { LocalDrafts } from '../../drafts/localDrafts'
import { ask } from '../../http/ask'
import { Refused } from '../../http/failures'
import { keys } from '../../http/keys'
import { useMe } from '../../session/SessionContext'
import { NoteForm } from './NoteForm'
import { SignedNotes } from './SignedNotes'

/** The note of one call: the form until it is signed, what was signed from then on. Mount it with the call as key. */
export function NotePanel({ call }: { call: string }) {
  const { t } = useTranslation()
  const me = useMe()
  const cache = useQueryClient()
  const local = useMemo(() => new LocalDrafts(me.staffId), [me.staffId])
  const [adding, setAdding] = useState(false)

  const asked = useQuery({
    queryKey: keys.note(call),
    queryFn: ({ signal }) => ask('getNote', { id: call, signal }),
    staleTime: 0,
    // A cached answer may be older than the draft just typed: the form begins only from an answer of this visit.
    gcTime: 0,
    retry: 1,
    retryDelay: 500,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
    refetchInterval: (query) => (query.state.status === 'error' && !isForbidden(query.state.error) ? 4_000 : false),
  })

  if (asked.isPending) return <Skeleton active className="note note-wait" paragraph={{ rows: 8 }} />
  if (isForbidden(asked.error)) return <Result status="info" title={t('note.forbidden')} className="note" />

  // The server could not be asked: she writes all the same, on what this PC has.
  const note: NoteView | undefined = asked.data
  const versions = note?.versions ?? []
  const writes = note?.mayWrite ?? true
  const drafting = writes && (versions.length === 0 || adding || note?.draft != null || local.get(call) !== null)

  return (
    <section className="note" data-testid="note-panel" data-call={call} aria-label={t('note.title')}>
      {versions.length > 0 ? <SignedNotes versions={versions} /> : null}
      {drafting ? (
        <NoteForm
          call={call}
          kept={note === undefined ? undefined : note.draft}
          local={local}
          addition={versions.length > 0}
          onSigned={(signed) => {
            setAdding(false)
            cache.setQueryData<NoteView>(keys.note(call), {
              call,
              mayWrite: note?.mayWrite ?? true,
              draft: null,
              versions: [...versions, signed],
            })
            void cache.invalidateQueries({ queryKey: keys.callPages })
            void cache.invalidateQueries({ queryKey: keys.call(call), exact: true })
          }}
        />
      ) : writes ? (
        <Button data-testid="note-add" icon={<PlusOutlined />} onClick={() => setAdding(true)} className="note-add">
          {t('note.add')}
        </Button>
      ) : versions.length === 0 ? (
        <Result status="info" title={t('note.none')} />
      ) : null}
    </section>
  )
}

const isForbidden = (failure: unknown) => failure instanceof Refused && failure.status === 403
