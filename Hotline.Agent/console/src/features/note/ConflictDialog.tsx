import { Button, Modal } from 'antd'
import { useTranslation } from 'react-i18next'
import type { CatalogueView } from '../../generated/api'
import { fieldNames, type FieldName, type NoteFields } from '../../drafts/fields'
import { At } from '../../elements/When'
import { codeName, matterName } from '../../i18n/names'
import type { Conflict } from './resume'

interface Props {
  mine: NoteFields
  conflict: Conflict
  catalogue: CatalogueView | undefined
  onMine: () => void
  onTheirs: () => void
  onLater: () => void
}

/** Two drafts of one note side by side; she chooses, nothing is chosen for her. */
export function ConflictDialog({ mine, conflict, catalogue, onMine, onTheirs, onLater }: Props) {
  const { t } = useTranslation()
  return (
    <Modal open onCancel={onLater} mask={{ closable: false }} footer={null} width={860} title={t('conflict.title')} data-testid="note-conflict">
      <p className="soft">{t('conflict.text')}</p>
      <div className="conflict">
        <section>
          <h3>{t('conflict.mine')}</h3>
          <Fields of={mine} other={conflict.theirs} catalogue={catalogue} />
          <Button block type="primary" data-testid="conflict-mine" onClick={onMine}>
            {t('conflict.keepMine')}
          </Button>
        </section>
        <section>
          <h3>
            {t('conflict.theirs')} · <At at={conflict.savedAt} seconds /> · {t('saved.version', { n: conflict.revision })}
          </h3>
          <Fields of={conflict.theirs} other={mine} catalogue={catalogue} />
          <Button block data-testid="conflict-theirs" onClick={onTheirs}>
            {t('conflict.takeTheirs')}
          </Button>
        </section>
      </div>
    </Modal>
  )
}

function Fields({ of, other, catalogue }: { of: NoteFields; other: NoteFields; catalogue: CatalogueView | undefined }) {
  const { t, i18n } = useTranslation()
  const shown = (name: FieldName): string | null => {
    switch (name) {
      case 'matterType':
        return matterName(catalogue, of.matterType, i18n.language)
      case 'region':
        return codeName(catalogue?.regions, of.region, i18n.language)
      case 'maritalStatus':
        return codeName(catalogue?.maritalStatuses, of.maritalStatus, i18n.language)
      case 'risk':
        return codeName(catalogue?.risks, of.risk, i18n.language)
      case 'outcome':
        return codeName(catalogue?.outcomes, of.outcome, i18n.language)
      case 'text':
        return of.text
    }
  }
  return (
    <dl className="facts">
      {fieldNames.map((name) => (
        <div key={name} className={of[name] === other[name] ? undefined : 'differs'}>
          <dt>{t(`note.${name}`)}</dt>
          <dd className={name === 'text' ? 'written' : undefined}>{shown(name) || t('common.notFilled')}</dd>
        </div>
      ))}
    </dl>
  )
}
