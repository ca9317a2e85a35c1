import { SafetyCertificateOutlined } from '@ant-design/icons'
import { Card } from 'antd'
import { useTranslation } from 'react-i18next'
import { NoteFacts } from '../../elements/NoteFacts'
import { At } from '../../elements/When'
import type { SignedNoteView } from '../../generated/api'

/** Every signed version, oldest first; none of them can change. */
export function SignedNotes({ versions }: { versions: readonly SignedNoteView[] }) {
  const { t } = useTranslation()
  return (
    <div className="signed-notes">
      {versions.map((note) => (
        <Card
          key={note.version}
          size="small"
          data-testid="signed-note"
          data-version={note.version}
          title={
            <span>
              <SafetyCertificateOutlined /> {note.version === 1 ? t('note.signed') : t('note.addedVersion', { n: note.version })}
            </span>
          }
          extra={
            <span className="soft">
              {note.authorName} · <At at={note.signedAt} />
            </span>
          }
        >
          <NoteFacts note={note} />
        </Card>
      ))}
    </div>
  )
}
