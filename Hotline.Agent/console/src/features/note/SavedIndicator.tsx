import { CheckCircleOutlined, CloudSyncOutlined, EditOutlined, HddOutlined, WarningOutlined } from '@ant-design/icons'
import { useTranslation } from 'react-i18next'
import { Ago } from '../../elements/When'
import type { DraftState, SaveStatus } from './DraftKeeper'

/** Where the draft is, in words. */
export function SavedIndicator({ draft }: { draft: DraftState }) {
  return (
    <span className={`saved saved-${savedTone(draft.status)}`} data-testid="saved-indicator" data-status={draft.status} data-revision={draft.revision} role="status">
      <Words draft={draft} />
    </span>
  )
}

function Words({ draft }: { draft: DraftState }) {
  const { t } = useTranslation()
  switch (draft.status) {
    case 'empty':
      return <span>{t('saved.empty')}</span>
    case 'saved':
    case 'signing':
    case 'signed':
      return (
        <>
          <CheckCircleOutlined /> {t('saved.saved')} {draft.savedAt ? <>· <Ago at={draft.savedAt} /></> : null} · {t('saved.version', { n: draft.revision })}
        </>
      )
    case 'typing':
      return (
        <>
          <EditOutlined /> {t('saved.typing')}
        </>
      )
    case 'saving':
      return (
        <>
          <CloudSyncOutlined /> {t('saved.saving')}
        </>
      )
    case 'local':
      return (
        <>
          <HddOutlined /> {t('saved.local')}
        </>
      )
    case 'refused':
      return (
        <>
          <WarningOutlined /> {t('saved.refused')}
        </>
      )
    case 'conflict':
      return (
        <>
          <WarningOutlined /> {t('saved.conflict')}
        </>
      )
  }
}

export function savedTone(status: SaveStatus): 'calm' | 'good' | 'warn' {
  switch (status) {
    case 'empty':
    case 'typing':
    case 'saving':
      return 'calm'
    case 'saved':
    case 'signing':
    case 'signed':
      return 'good'
    case 'local':
    case 'refused':
    case 'conflict':
      return 'warn'
  }
}
