import { Alert, Radio } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AnswersView, CareView } from '../../generated/api'
import { SaveFailed } from './SaveFailed'
import { useCareSave } from './useCare'
import { answerName, earlierWords, questionAsked, questionName } from './words'

/** The questions of risk. Each answer is kept as it is given; an imminent one calls for help by itself. Not asked is not no. */
export function RiskAnswers({ care }: { care: CareView }) {
  const { t, i18n } = useTranslation()
  // What she began with stays while she asks, whatever an administrator saves meanwhile.
  const [begun, setBegun] = useState<Pick<AnswersView, 'questions' | 'asked'> | null>(null)
  const form = begun ?? care.answers
  const told = care.answers.ofThisCall ? [] : care.answers.given
  const gone = told.filter((earlier) => !form.asked.some((q) => q.code === earlier.question))
  const [given, setGiven] = useState<Readonly<Record<string, string>>>(care.answers.ofThisCall ? care.answers.answers : {})
  const save = useCareSave(care.call, 'saveRiskAnswers', () => {})
  const answer = (question: string, code: string) => {
    const next = { ...given, [question]: code }
    setGiven(next)
    setBegun(form)
    save.mutate({ version: care.answers.written.version, questions: form.questions, answers: next })
  }
  const raised = save.data?.raised ?? null
  return (
    <div className="care-questions" data-testid="risk-questions">
      {raised === null ? null : (
        <Alert type={raised ? 'warning' : 'error'} showIcon role="alert" data-testid="risk-raised" title={t(raised ? 'care.answers.raised' : 'care.answers.notRaised')} />
      )}
      {save.isError ? <SaveFailed failure={save.error} /> : null}
      {form.asked.map((question) => {
        const earlier = told.find((g) => g.question === question.code)
        return (
          <div key={question.code} className="care-question" data-testid={`question-${question.code}`}>
            <div id={`question-${question.code}`}>
              <b>{questionName(question, i18n.language)}</b>
              {earlier ? <span className="faint small"> {t('care.answers.earlier', { answer: earlierWords(earlier, question, i18n.language) })}</span> : null}
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
      {gone.length > 0 ? (
        <ul className="care-gone faint small" aria-label={t('care.answers.gone')} data-testid="answers-gone">
          {gone.map((g) => (
            <li key={g.question}>{t('care.answers.earlier', { answer: earlierWords(g, null, i18n.language) })}</li>
          ))}
        </ul>
      ) : null}
    </div>
  )
}
