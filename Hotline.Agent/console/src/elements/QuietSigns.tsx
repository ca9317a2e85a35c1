import { AudioMutedOutlined, CheckOutlined, CloseOutlined, WarningFilled } from '@ant-design/icons'
import { useTranslation } from 'react-i18next'
import type { KeyAnswerView } from '../generated/hub'

/** The caller cannot speak, and what she has answered by key so far; each answer in a word and a sign, not by colour alone. */
export function QuietSigns({ quiet, answers }: { quiet: boolean; answers: readonly KeyAnswerView[] }) {
  const { t, i18n } = useTranslation()
  if (!quiet) return null
  return (
    <div className="quiet" role="status" data-testid="quiet">
      <strong>
        <AudioMutedOutlined aria-hidden="true" /> {t('quiet.title')}
      </strong>
      {answers.length === 0 ? <div className="soft">{t('quiet.none')}</div> : null}
      <ul>
        {answers.map((a) => (
          <li key={a.question} className={a.danger ? 'quiet-danger' : undefined} data-testid={`quiet-${a.question}`} data-answer={a.yes ? 'yes' : 'no'}>
            {i18n.language.startsWith('zh') ? a.label : a.labelEnglish} · {a.yes ? <CheckOutlined aria-hidden="true" /> : <CloseOutlined aria-hidden="true" />} {t(a.yes ? 'quiet.yes' : 'quiet.no')}
            {a.danger ? (
              <>
                {' '}
                <WarningFilled aria-hidden="true" /> {t('quiet.danger')}
              </>
            ) : null}
          </li>
        ))}
      </ul>
    </div>
  )
}
