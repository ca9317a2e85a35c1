import { Alert, Radio } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CareView } from '../../generated/api'
import { SaveFailed } from './SaveFailed'
import { useCareForms, useCareSave } from './useCare'
import { answerName, questionAsked, questionName } from './words'

/** The questions of risk. Each answer is kept as it is given; an imminent one calls for help by itself. Not asked is not no. */
export function RiskAnswers({ care }: { care: CareView }) {
  const { t, i18n } = useTranslation()
  const questions = useCareForms()?.questions ?? []
  const [given, setGiven] = useState<Readonly<Record<string, string>>>(care.answers.ofThisCall ? care.answers.answers : {})
  const save = useCareSave(care.call, 'saveRiskAnswers', () => {})
  const answer = (question: string, code: string) => {
    const next = { ...given, [question]: code }
    setGiven(next)
    save.mutate({ version: care.answers.written.version, answers: next })
  }
  const raised = save.data?.raised ?? null
  return (
    <div className="care-questions" data-testid="risk-questions">
      {raised === null ? null : (
        <Alert type={raised ? 'warning' : 'error'} showIcon role="alert" data-testid="risk-raised" title={t(raised ? 'care.answers.raised' : 'care.answers.notRaised')} />
      )}
      {save.isError ? <SaveFailed failure={save.error} /> : null}
      {questions.map((question) => {
        const earlier = care.answers.ofThisCall ? undefined : question.answers.find((a) => a.code === care.answers.answers[question.code])
        return (
          <div key={question.code} className="care-question" data-testid={`question-${question.code}`}>
            <div id={`question-${question.code}`}>
              <b>{questionName(question, i18n.language)}</b>
              {earlier ? <span className="faint small"> {t('care.answers.earlier', { answer: answerName(earlier, i18n.language) })}</span> : null}
            </div>
            <p className="soft small">{questionAsked(question, i18n.language)}</p>
            <Radio.Group
              size="small"
              optionType="button"
              buttonStyle="solid"
              aria-labelledby={`question-${question.code}`}
              value={given[question.code] ?? null}
              disabled={save.isPending}
              onChange={(e) => answer(question.code, e.target.value as string)}
            >
              {question.answers.map((a) => (
                <Radio.Button key={a.code} value={a.code}>
                  <span data-testid={`answer-${question.code}-${a.code}`}>{answerName(a, i18n.language)}</span>
                </Radio.Button>
              ))}
            </Radio.Group>
          </div>
        )
      })}
    </div>
  )
}
