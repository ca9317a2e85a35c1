import { useTranslation } from 'react-i18next'
import type { Risk, SignedNoteView } from '../generated/api'
import { useCatalogue } from '../http/useCatalogue'
import { codeName, matterName } from '../i18n/names'

/** A risk by word and sign; `Present` stands out, `NotAsked` says that something is missing. */
export function RiskTag({ risk }: { risk: Risk }) {
  const { t, i18n } = useTranslation()
  const catalogue = useCatalogue()
  return (
    <span className={`risk-tag risk-tag-${risk}`}>
      <span aria-hidden="true">{riskMark(risk)}</span> {t('note.risk')}: {codeName(catalogue?.risks, risk, i18n.language)}
    </span>
  )
}

export function riskMark(risk: Risk): string {
  switch (risk) {
    case 'NotAsked':
      return '○'
    case 'Denied':
      return '✓'
    case 'Unknown':
      return '?'
    case 'Present':
      return '▲'
  }
}

/** What was signed, read-only. */
export function NoteFacts({ note }: { note: SignedNoteView }) {
  const { t, i18n } = useTranslation()
  const catalogue = useCatalogue()
  return (
    <>
      <div className="note-tags">
        <span className="matter-tag">{matterName(catalogue, note.matterType, i18n.language)}</span>
        <RiskTag risk={note.risk} />
        <span className="soft">
          {t('note.outcome')}: {codeName(catalogue?.outcomes, note.outcome, i18n.language)}
        </span>
        {note.region ? <span className="soft">{codeName(catalogue?.regions, note.region, i18n.language)}</span> : null}
        {note.maritalStatus ? <span className="soft">{codeName(catalogue?.maritalStatuses, note.maritalStatus, i18n.language)}</span> : null}
      </div>
      <p className="written" data-testid="signed-text">
        {note.text || t('common.notFilled')}
      </p>
    </>
  )
}
